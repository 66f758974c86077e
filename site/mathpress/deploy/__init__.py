"""Deploying: the files of the site are brought to a target, where visitors meet them.

Only what changed travels: assets before the pages that need them, articles before the listings that lead to them,
removals last. The manifest at the target is written before and after, so that a deploy which was stopped is finished by
the next one.

`files` are what the last build wrote, `manifest` is what is there, `plan` compares them, `target` says what a target
must be able to do, `targets` lists the kinds that there are, and `delivery` carries a plan out.
"""

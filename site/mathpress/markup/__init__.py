"""Markdown in, HTML out, with slots for what only the whole site knows.

`convert` is the way through it. It is no part of this module, for it brings Python-Markdown and the engines along, and
a build that parses nothing takes only light modules from this package.
"""

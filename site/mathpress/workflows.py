"""Workflows by which GitHub and GitLab build a blog and publish it, whenever something is pushed."""

from collections.abc import Mapping
from typing import Final

from mathpress import __version__

# The newest major of each action as of September 2026. What GitHub gives the site as its address needs no `url` in the
# settings; it comes as a variable of the environment, so that nothing in it is read by the shell. The check stands
# first, for it tells mistakes in the form that marks their lines; a build would end the job before it.
_GITHUB: Final = """\
# Checks the blog with mathpress, builds it, and publishes it on GitHub Pages.
# In the repository's settings, under Pages, choose "GitHub Actions" as the source.
name: Publish

on:
  push:
    branches: [main, master]
  workflow_dispatch:
  # schedule:              # to show posts when their day has come
  #   - cron: "17 3 * * *"

permissions:
  contents: read

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: read
    steps:
      - uses: actions/checkout@v7
        with:
          persist-credentials: false
      - uses: actions/setup-python@v7
        with:
          python-version: "3.13"
      - uses: actions/cache@v6
        with:
          path: .mathpress/cache
          key: mathpress-${{ github.run_id }}
          restore-keys: mathpress-
      - uses: actions/configure-pages@v6
        id: pages
      - run: python -m pip install mathpress==%(version)s
      - run: mathpress check --output public --base-url "$ADDRESS" --format github
        env:
          ADDRESS: ${{ steps.pages.outputs.base_url }}
      - run: mathpress build --output public --base-url "$ADDRESS"
        env:
          ADDRESS: ${{ steps.pages.outputs.base_url }}
      - run: rm -r public/.mathpress
      - uses: actions/upload-pages-artifact@v5
        with:
          path: public
          include-hidden-files: true  # such as .well-known

  publish:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/deploy-pages@v5
        id: deployment
"""
_GITLAB: Final = """\
# Checks the blog with mathpress, builds it, and publishes it on GitLab Pages.
pages:
  image: python:3.13-slim
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  cache:
    key: mathpress
    paths: [.mathpress/cache]
  script:
    - python -m pip install mathpress==%(version)s
    - mathpress check --output public --base-url "$CI_PAGES_URL"
    - mathpress build --output public --base-url "$CI_PAGES_URL"
    - rm -r public/.mathpress
  pages: true
  artifacts:
    paths: [public]
"""

WORKFLOWS: Final[Mapping[str, tuple[str, str]]] = {
    "github": (".github/workflows/publish.yml", _GITHUB),
    "gitlab": (".gitlab-ci.yml", _GITLAB),
}
"""The file that each host looks for, and what is in it, but for the version of mathpress."""


def workflow(host: str) -> tuple[str, str]:
    """Return the file of a host's workflow by its path in the blog, and what is in it."""
    path, text = WORKFLOWS[host]
    return path, text % {"version": __version__}

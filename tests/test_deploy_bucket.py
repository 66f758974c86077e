"""`mathpress deploy` to buckets: real servers of S3, to which Google's client speaks as well, and of Azure's."""

import json
import re
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from obstore import exceptions
from obstore.store import S3Store
from tests.buckets import CREDENTIALS, AmazonBucket, AzureBucket, Bucket, running_azurite, running_moto
from tests.deploying import FIRST, SECOND, Killed, Recording, deployed

from mathpress.config import load
from mathpress.deploy import stores
from mathpress.deploy.bucket import BucketTarget, bucket_target
from mathpress.deploy.lease import NOTICE, Pace, leased
from mathpress.deploy.manifest import MANIFEST, read_manifest
from mathpress.deploy.stores import opened
from mathpress.deploy.target import Failure
from mathpress.deployment import DeployConfig
from mathpress.errors import Stop
from mathpress.kept import digest

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

BUCKETS: Final = {"s3": (AmazonBucket, "moto"), "gs": (AmazonBucket, "moto"), "az": (AzureBucket, "azurite")}
"""Buckets by the scheme of their addresses, and their servers."""
of_each_kind: Final = pytest.mark.parametrize("bucket", BUCKETS, indirect=True)


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a server of S3."""
    with running_moto(tmp_path_factory.mktemp("moto") / "log") as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a server of Azure's."""
    with running_azurite(tmp_path_factory.mktemp("azurite") / "log") as endpoint:
        yield endpoint


@pytest.fixture
def bucket(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """Make a bucket, of S3 unless a test says for which of `BUCKETS` it is, with credentials in the environment."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    scheme = getattr(request, "param", "s3")
    kind, server = BUCKETS[scheme]
    made = kind(scheme, f"blog{digest(request.node.name.encode())[:12]}", request.getfixturevalue(server))
    made.make()
    return made


def target(config: DeployConfig) -> BucketTarget:
    """Open a bucket."""
    return BucketTarget(opened(config))


@of_each_kind
@pytest.mark.parametrize("prefix", ["", "/my/blog"])
def test_a_bucket_holds_the_site_and_what_others_put_there(bucket: Bucket, tmp_path: Path, prefix: str) -> None:
    """At its top or below a prefix; what is gone is removed, and nothing else ever is."""
    config = bucket.config(prefix)
    below = f"{prefix}/".lstrip("/")
    others = {f"{below}mine.txt": "mine", "blog-of-another/index.html": "theirs"}
    for key, text in others.items():
        bucket.put(key, text)
    deployed(target(config), FIRST, tmp_path)
    assert bucket.shown() == {f"{below}{path}": text for path, text in FIRST.items()} | others
    deployed(target(config), SECOND, tmp_path)
    assert bucket.shown() == {f"{below}{path}": text for path, text in SECOND.items()} | others
    manifest = read_manifest(bucket.body(f"{below}{MANIFEST}"))
    assert {path: known.partition("-")[0] for path, known in manifest.items()} == {
        path: digest(text.encode()) for path, text in SECOND.items()
    }


def test_assets_come_first_then_articles_then_listings_and_removals_last(bucket: Bucket, tmp_path: Path) -> None:
    """As at any target; and a second deploy has nothing to do."""
    deployed(target(bucket.config()), FIRST, tmp_path)
    recording = Recording(target(bucket.config()))
    deployed(recording, SECOND, tmp_path)
    assert recording.steps == [
        "manifest", "css/b.css", "q/index.html", "p/index.html", "index.html", "remove css/a.css", "manifest",
    ]  # fmt: skip
    again = Recording(target(bucket.config()))
    assert deployed(again, SECOND, tmp_path).plan.is_empty
    assert again.steps == []


@of_each_kind
@pytest.mark.parametrize(
    ("path", "media_type", "caching"),
    [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("feed.xml", "application/atom+xml", "no-cache"),
        ("css/base.css", "text/css; charset=utf-8", "no-cache"),
        ("css/base.mp-3f2a9c01.css", "text/css; charset=utf-8", "max-age=31536000, immutable"),
        ("fonts/math-3f2a9c01.woff2", "font/woff2", "max-age=31536000, immutable"),
        ("2026/photo-480.3f2a9c01.webp", "image/webp", "max-age=31536000, immutable"),
        ("cards/标题-3f2a9c01.png", "image/png", "max-age=31536000, immutable"),
        ("标签/数 学/a#b%20c?d&e+f.html", "text/html; charset=utf-8", "no-cache"),
    ],
)
def test_an_object_says_what_it_is_and_how_long_it_is_kept(
    bucket: Bucket, tmp_path: Path, path: str, media_type: str, caching: str
) -> None:
    """For ever if its name has a digest of it; under just its name, whatever is in that."""
    deployed(target(bucket.config()), {path: "text"}, tmp_path)
    assert bucket.told(path) == (media_type, caching)
    assert bucket.told(MANIFEST).caching == "no-cache"


@of_each_kind
@pytest.mark.parametrize("last", [None, 1, 2, 3, 4])
def test_an_object_is_sent_again_if_it_is_to_be_told_something_else(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int | None
) -> None:
    """As a newer mathpress may want it; also if the deploy that sends them is stopped."""
    config = bucket.config()
    with monkeypatch.context() as older:
        older.setattr("mathpress.deploy.bucket.cache_control", lambda _: "max-age=60")
        deployed(target(config), FIRST, tmp_path)
        assert deployed(target(config), FIRST, tmp_path).plan.is_empty
    if last is not None:
        with pytest.raises(Killed):
            deployed(Recording(target(config), last), FIRST, tmp_path)
    deployed(target(config), FIRST, tmp_path)
    assert {bucket.told(path).caching for path in FIRST} == {"no-cache"}
    assert deployed(target(config), FIRST, tmp_path).plan.is_empty


@of_each_kind
def test_without_a_manifest_only_what_differs_travels(bucket: Bucket, tmp_path: Path) -> None:
    """What is there is compared; what differs may be somebody's, and is replaced only with --adopt."""
    config = bucket.config()
    deployed(target(config), FIRST, tmp_path)
    before = bucket.versions()
    bucket.remove(MANIFEST)
    assert len(deployed(target(config), FIRST, tmp_path).plan.added) == len(FIRST)
    assert bucket.versions() == before
    bucket.put(MANIFEST, "damaged")
    assert len(deployed(target(config), FIRST, tmp_path).plan.added) == len(FIRST)
    assert bucket.versions() == before
    bucket.remove(MANIFEST)
    changed = {**FIRST, "p/index.html": "Q", "new/index.html": "N"}
    with pytest.raises(Failure, match=r"^p/index\.html was not put there by mathpress"):
        deployed(target(config), changed, tmp_path)
    assert bucket.shown() == FIRST
    deployed(target(config), changed, tmp_path, adopt=True)
    assert bucket.shown() == changed
    after = bucket.versions()
    assert {path for path in FIRST if after[path] != before[path]} == {"p/index.html"}


@pytest.mark.parametrize("last", range(7))
def test_a_deploy_that_is_killed_is_finished_by_the_next(bucket: Bucket, tmp_path: Path, last: int) -> None:
    """What it had sent is not sent again."""
    deployed(target(bucket.config()), FIRST, tmp_path)
    with pytest.raises(Killed):
        deployed(Recording(target(bucket.config()), last), SECOND, tmp_path)
    sent = bucket.versions()
    deployed(target(bucket.config()), SECOND, tmp_path)
    assert bucket.shown() == SECOND
    after = bucket.versions()
    done = {path for path, text in SECOND.items() if sent.get(path) and bucket.body(path).decode() == text}
    arrived = ["css/b.css", "q/index.html", "p/index.html", "index.html"][: max(0, last - 1)]
    assert set(arrived) <= done
    assert all(after[path] == sent[path] for path in arrived)
    assert deployed(Recording(target(bucket.config())), SECOND, tmp_path).plan.is_empty


@of_each_kind
def test_one_deploy_at_a_time_goes_to_a_bucket(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another is told who is at work, and has changed nothing; what a killed one left is replaced."""
    config = bucket.config("/blog")
    monkeypatch.setattr("mathpress.deploy.bucket.leased", partial(leased, pace=Pace(renewal=0.1, patience=3600)))
    with target(config).alone(print) as still_alone:
        expected = r"^a deploy by \S+@\S+, since .* is on its way there; wait until it is done"
        with pytest.raises(Failure, match=expected), target(config).alone(print):
            pass
        still_alone()
        notice = bucket.body(f"blog/{NOTICE}")
        assert bucket.told(f"blog/{NOTICE}").caching == "no-cache"
    assert bucket.shown() == {}
    bucket.put(f"blog/{NOTICE}", notice.decode())
    monkeypatch.setattr("mathpress.deploy.bucket.leased", partial(leased, pace=Pace(renewal=0.1, patience=0.2)))
    with target(config).alone(print):
        assert bucket.body(f"blog/{NOTICE}") != notice
    assert bucket.shown() == {}


@of_each_kind
def test_two_blogs_share_a_bucket(bucket: Bucket, tmp_path: Path) -> None:
    """At the same time, each below a prefix of its own, of which one begins as the other does."""
    with target(bucket.config("/blog")).alone(pytest.fail), target(bucket.config("/blog2")).alone(pytest.fail):
        deployed(target(bucket.config("/blog")), FIRST, tmp_path)
        deployed(target(bucket.config("/blog2")), SECOND, tmp_path)
    deployed(target(bucket.config("/blog")), {"index.html": "I"}, tmp_path)
    assert bucket.shown() == {"blog/index.html": "I", **{f"blog2/{path}": text for path, text in SECOND.items()}}


@of_each_kind
def test_an_object_that_others_changed_is_left_until_it_changes_here(bucket: Bucket, tmp_path: Path) -> None:
    """The manifest is what counts; what others removed and is to go is gone already."""
    deployed(target(bucket.config()), FIRST, tmp_path)
    bucket.put("p/index.html", "theirs")
    assert deployed(target(bucket.config()), FIRST, tmp_path).plan.is_empty
    deployed(target(bucket.config()), {**FIRST, "p/index.html": "P2"}, tmp_path)
    assert bucket.shown() == {**FIRST, "p/index.html": "P2"}


def test_an_author_is_told_of_another_deploy(
    blog: "MakeBlog", run_mathpress: "RunMathpress", bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one diagnostic; a dry run looks on."""
    monkeypatch.setattr("mathpress.deploy.bucket.leased", partial(leased, pace=Pace(renewal=0.1, patience=3600)))
    settings = f'title = "T"\nurl = "https://blog.test/"\n[deploy.x]\nto = "s3://{bucket.name}"\n'
    post = "---\ntitle: A\ndate: 2026-01-02\n---\nText.\n"
    root = blog({"mathpress.toml": f'{settings}endpoint = "{bucket.endpoint}"\n', "content/posts/a.md": post})
    assert run_mathpress("build", cwd=root).returncode == 0
    with target(bucket.config()).alone(print):
        assert run_mathpress("deploy", "--no-build", "--dry-run", cwd=root).returncode == 0
        refused = run_mathpress("deploy", "--no-build", cwd=root)
    assert refused.returncode == 1
    watching, told = refused.stderr.splitlines()[:2]
    assert re.fullmatch(r"x: a deploy by .* may be on its way there; watching it for 60 seconds to find out", watching)
    assert re.fullmatch(r"mathpress.toml:4:1: error: x: a deploy by .*; wait until it is done \[deploy-running\]", told)
    assert bucket.shown() == {}


@of_each_kind
def test_what_is_gone_already_need_not_be_removed(bucket: Bucket, tmp_path: Path) -> None:
    """By hand, or by a deploy that was stopped; Google and Azure call that an error."""
    config = bucket.config()
    deployed(target(config), FIRST, tmp_path)
    bucket.remove("css/a.css")
    deployed(target(config), {"index.html": "I"}, tmp_path)
    assert bucket.shown() == {"index.html": "I"}


def test_a_large_file_arrives_in_parts(bucket: Bucket, tmp_path: Path) -> None:
    """And is known by its content when the manifest is gone."""
    site = {"talk.mp4": "film" * 5_000_000, "index.html": "I"}
    deployed(target(bucket.config()), site, tmp_path)
    assert isinstance(bucket, AmazonBucket)
    before = bucket.head("talk.mp4")
    assert (before["ContentLength"], before["ContentType"]) == (20_000_000, "video/mp4")
    assert before["ETag"].endswith('-3"')
    bucket.remove(MANIFEST)
    deployed(target(bucket.config()), site, tmp_path)
    assert bucket.version("talk.mp4") == before["VersionId"]


def failure(config: DeployConfig, tmp_path: Path) -> Failure:
    """Deploy, and return what is in the way."""
    with pytest.raises(Failure) as raised, bucket_target(config, tmp_path, tmp_path / "output") as opened_target:
        deployed(opened_target, FIRST, tmp_path)
    return raised.value


def test_a_bucket_that_is_not_there_is_told_in_a_line(bucket: Bucket, tmp_path: Path) -> None:
    """With what the store says and what to do."""
    said = failure(DeployConfig(to="s3://no-such-bucket", endpoint=bucket.endpoint), tmp_path)
    assert str(said) == ("The specified bucket does not exist (NoSuchBucket); make the bucket first, or mend its name")
    assert said.code == "deploy-failed"


def test_a_store_that_does_not_answer_is_told(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After it was asked more than once."""
    monkeypatch.setitem(stores.RETRIES, "max_retries", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    said = failure(DeployConfig(to=f"s3://{bucket.name}", endpoint=nobody), tmp_path)
    assert str(said) == f"{nobody} does not answer; see to the address, the region and the network"
    assert said.code == "deploy-unreachable"


def test_without_credentials_nobody_is_asked(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are looked for where Amazon's own programs look."""
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    said = failure(bucket.config(), tmp_path)
    assert str(said).startswith("no credentials were found; set AWS_ACCESS_KEY_ID and ")
    assert said.code == "deploy-access"
    (tmp_path / "none").write_text("[default]\naws_access_key_id = someone\naws_secret_access_key = secret\n", "utf-8")
    deployed(target(bucket.config()), FIRST, tmp_path)
    assert bucket.shown() == FIRST


def test_a_profile_that_is_not_there_is_told(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Amazon's own programs tell it."""
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    said = failure(bucket.config(), tmp_path)
    assert str(said).startswith("The config profile (nobody) could not be found; set AWS_ACCESS_KEY_ID and ")
    assert said.code == "deploy-access"


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (
            "Generic GCS error: Error performing token request: Error performing GET http://169.254.169.254/t in 1s, "
            "after 5 retries, max_retries: 5, retry_timeout: 60s  - HTTP error: error sending request",
            "deploy-access",
            "no credentials were found, where Google and Azure keep theirs or in the environment",
        ),
        (
            "Generic MicrosoftAzure error: Error performing PUT https://x.blob.core.windows.net/a?sig=hunter2 in 1s - "
            "Server returned non-2xx status code: 409 Conflict: ",
            "deploy-failed",
            "Server returned non-2xx status code: 409 Conflict; deploying again goes on",
        ),
        (
            "Invalid URL https://x.example/?sig=hunter2",
            "deploy-failed",
            "Invalid URL https://x.example/; deploying again goes on",
        ),
    ],
)
def test_what_a_store_answers_is_told_in_a_line(answer: str, code: str, told: str) -> None:
    """Who has no credentials is not told of the machine in a cloud that was asked for some; nor is a signature told."""
    with pytest.raises(Failure) as raised, stores.store_failures():
        raise exceptions.GenericError(f"{answer}\n\nDebug source:\nGeneric {{ a lot }}")
    assert (str(raised.value), raised.value.code) == (told, code)


def test_what_must_be_installed_is_told(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores of objects are for those who have one; the others install nothing for them."""
    monkeypatch.setattr(stores, "find_spec", lambda name: None if name == "obstore" else name)
    said = failure(bucket.config(), tmp_path)
    assert str(said) == "obstore must be installed for it; run pip install 'mathpress[cloud]'"
    assert said.code == "deploy-tool"


def test_the_region_is_that_of_the_settings(bucket: Bucket) -> None:
    """Or of the environment."""
    config = bucket.config().model_copy(update={"region": "eu-central-1"})
    store = opened(config)
    assert isinstance(store, S3Store)
    assert store.config.get("region") == "eu-central-1"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://blog", "s3://blog/"),
        ("s3://blog/", "s3://blog/"),
        ("gs://my_blog.example.org/a/b/", "gs://my_blog.example.org/a/b"),
        ("az://$web/", "az://$web/"),
        ("s3://blog/标签", "s3://blog/标签"),
    ],
)
def test_the_address_of_a_bucket(address: str, said: str) -> None:
    """Its name, and below which prefix the site lies."""
    assert str(DeployConfig(to=address).destination) == said


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        (
            "to",
            "s3://key:hunter2@blog",
            "must not hold a key or token; take it out, and leave secrets to the environment",
        ),
        ("to", "s3://", "must name a bucket"),
        ("to", "s3://Blog", "must name a bucket"),
        ("to", "s3://blog/a//b", "has a path that can be none"),
        ("to", "s3://blog/../b", "has a path that can be none"),
        ("endpoint", "https://key:hunter2@s3.example.org", "must be an address without a key or token"),
        ("endpoint", "s3.example.org", "must be an address without a key or token"),
        ("region", "eu central", "is no region"),
        ("keep", 2, "means nothing for a target of the kind bucket; it is for folder alone"),
    ],
)
def test_what_cannot_be_a_bucket_is_told_without_its_secrets(
    blog: "MakeBlog", setting: str, value: object, reason: str
) -> None:
    """At the line of the settings."""
    lines = {"to": "s3://blog", setting: value}
    table = "".join(f"{name} = {json.dumps(each)}\n" for name, each in lines.items())
    with pytest.raises(Stop) as stop:
        load(blog({"mathpress.toml": f"[deploy.x]\n{table}"}))
    (problem,) = stop.value.problems
    assert (problem.code, problem.place.line) == ("config-value", 1 + list(lines).index(setting) + 1)
    assert problem.message.startswith(f"deploy.x.{setting}: {reason}")
    assert "hunter2" not in str(problem)


def test_a_blog_is_built_and_deployed_to_a_bucket(
    blog: "MakeBlog", run_mathpress: "RunMathpress", bucket: Bucket
) -> None:
    """By the command, as an author does; the second time nothing travels."""
    deploy = f'[deploy.x]\nto = "s3://{bucket.name}/blog"\nendpoint = "{bucket.endpoint}"\n'
    post = "---\ntitle: A\ndate: 2026-01-02\n---\n\n$x^2$\n"
    settings = f'title = "T"\nurl = "https://blog.test/blog/"\n{deploy}'
    root = blog({"mathpress.toml": settings, "content/posts/a.md": post})
    done = run_mathpress("deploy", cwd=root)
    assert done.returncode == 0, done.stderr
    assert re.search(rf"^\d+ added, 0 changed, .* sent to x \(s3://{bucket.name}/blog\)", done.stdout, re.MULTILINE)
    built = {path for path in (root / "public").rglob("*") if path.is_file() and ".mathpress" not in path.parts}
    keys = {f"blog/{path.relative_to(root / 'public').as_posix()}" for path in built} | {f"blog/{MANIFEST}"}
    assert {*bucket.keys()} == keys
    assert b"<math" in bucket.body("blog/2026/01/a/index.html")
    assert "\n0 added, 0 changed, 0 removed, " in run_mathpress("deploy", cwd=root).stdout

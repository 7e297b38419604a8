"""The closed lists of words of checks and alarms."""

from __future__ import annotations

from enum import StrEnum


class CheckFace(StrEnum):
    """How checks can look: as an answer, or as what a CI system reads."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    ndjson = "ndjson"
    md = "md"
    xlsx = "xlsx"
    parquet = "parquet"
    junit = "junit"
    github = "github"
    gitlab = "gitlab"


class NoData(StrEnum):
    """What a rule that cannot be judged counts as."""

    error = "error"
    fail = "fail"
    warn = "warn"
    skip = "skip"


class FailOn(StrEnum):
    """What a run of checks ends with exit code 1 for."""

    warn = "warn"
    fail = "fail"
    never = "never"


class Verdict(StrEnum):
    """What a rule says of a period, the worst first."""

    fail = "fail"
    not_evaluated = "not_evaluated"
    warn = "warn"
    pending = "pending"
    muted = "muted"
    passed = "pass"


class Severity(StrEnum):
    """How much a finding matters, the worst first."""

    critical = "critical"
    warning = "warning"
    notice = "notice"


class Light(StrEnum):
    """How it stands with a group, the worst first."""

    red = "red"
    yellow = "yellow"
    unknown = "unknown"
    green = "green"


class AlarmScheme(StrEnum):
    """The schemes of alarms."""

    incidents = "incidents"
    negative_voice = "negative-voice"
    lights = "lights"
    response = "response"
    statistical = "statistical"

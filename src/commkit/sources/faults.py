"""Why a record cannot be taken: the codes and reasons that several sources share. Users see both, in their language."""

from __future__ import annotations

NOT_AN_OBJECT = ("not-an-object", "a message that is no object")
NOT_AN_OBJECT_LINE = ("not-an-object", "the line is no JSON object")
NO_ID = ("no-id", "a message without an id")
NO_RECORD_ID = ("no-id", "a record without an id")
NO_SENDER = ("no-sender", "a message of nobody")
NO_SUCH_TIME = ("bad-time", "no such day or no such time")
NO_UNIX_TIME = ("bad-time", "timestamp is no Unix time")
NO_ZONED_TIME = ("bad-time", "created_at is no time with a zone")
BAD_ENCODING = ("bad-encoding", "bytes that are no text")

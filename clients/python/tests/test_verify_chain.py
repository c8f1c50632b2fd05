import hashlib
import json
import random
import struct
import unittest

import latchkey
from latchkey._audit import canonical_json


def chain_of(id: str, changes: list) -> list:
    """Events of a target, each with the hash of the one before."""
    previous, events = "0" * 64, []
    for index, change in enumerate(changes):
        event = {
            "eventId": f"{id}-{index}", "sequence": index + 1, "previousHash": previous, "at": "2027-01-01T00:00:00.000Z",
            "action": "api_key.updated", "actor": {"userId": "ann@example.com", "via": "jwt"},
            "target": {"type": "api_key", "id": id, "name": "CI"}, "changes": change,
            "sourceIp": None, "userAgent": None, "requestId": f"r{index}",
        }
        # These events are of ASCII and whole numbers alone, which Python's own JSON writes in that form.
        text = json.dumps(event, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        events.append({**event, "hash": previous})
    return events


def three() -> list:
    return chain_of("a", [{}, {"name": {"from": "CI", "to": "Nightly"}}, {}])


def without_origin(event: dict) -> dict:
    return {name: value for name, value in event.items() if name not in ("sourceIp", "userAgent")}


class VerifyChain(unittest.TestCase):
    def reasons(self, events: list) -> list:
        return [(fault.event_id, fault.reason) for fault in latchkey.verify_chain(events).faults]

    def test_finds_nothing_in_any_order_and_twice(self) -> None:
        events = [*three(), *chain_of("b", [{}, {}]), three()[0]]
        for seed in range(20):
            random.Random(seed).shuffle(events)
            self.assertEqual(latchkey.verify_chain(events), ([], 5, 0))

    def test_finds_what_was_altered_removed_or_put_elsewhere(self) -> None:
        a, b, c = three()
        self.assertEqual(self.reasons([a, {**b, "requestId": "other"}, c]), [("a-1", "altered")])
        self.assertEqual(self.reasons([a, c]), [("a-2", "missing")])
        first = {**a, "previousHash": "1" * 64}
        self.assertEqual(self.reasons([first, b, c]), [("a-0", "not linked"), ("a-0", "altered")])
        second = {**b, "action": "api_key.deleted"}
        self.assertEqual(self.reasons([a, b, second, c]), [("a-1", "not linked"), ("a-1", "altered")])
        unlinked = without_origin({**b, "previousHash": "1" * 64})
        self.assertEqual(self.reasons([a, unlinked, c]), [("a-1", "not linked")])

    def test_checks_the_links_alone_of_events_without_their_origin(self) -> None:
        self.assertEqual(latchkey.verify_chain(map(without_origin, three())), ([], 0, 3))

    def test_begins_wherever_the_events_do(self) -> None:
        self.assertEqual(self.reasons(three()[1:]), [])


class CanonicalJson(unittest.TestCase):
    def test_writes_numbers_as_the_examples_of_rfc_8785(self) -> None:
        examples = {
            "0000000000000000": "0", "8000000000000000": "0", "0000000000000001": "5e-324",
            "7fefffffffffffff": "1.7976931348623157e+308", "4340000000000000": "9007199254740992",
            "4430000000000000": "295147905179352830000", "44b52d02c7e14af5": "9.999999999999997e+22",
            "44b52d02c7e14af6": "1e+23", "44b52d02c7e14af7": "1.0000000000000001e+23",
            "444b1ae4d6e2ef4e": "999999999999999700000", "444b1ae4d6e2ef4f": "999999999999999900000",
            "444b1ae4d6e2ef50": "1e+21", "3eb0c6f7a0b5ed8c": "9.999999999999997e-7", "3eb0c6f7a0b5ed8d": "0.000001",
            "41b3de4355555553": "333333333.3333332", "41b3de4355555557": "333333333.33333343",
            "becbf647612f3696": "-0.0000033333333333333333", "43143ff3c1cb0959": "1424953923781206.2",
        }
        for bits, text in examples.items():
            self.assertEqual(canonical_json(struct.unpack(">d", bytes.fromhex(bits))[0]), text)

    def test_sorts_members_by_their_utf_16_units_and_escapes_no_more_than_it_must(self) -> None:
        value = {"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4, "1": 5, "\u0080": 6, "\u00f6": 7, "": []}
        self.assertEqual(
            canonical_json(value), '{"":[],"\\r":4,"1":5,"\u0080":6,"\u00f6":7,"\u20ac":3,"\U0001f600":2,"\ufb33":1}'
        )
        self.assertEqual(canonical_json(["\u007f\u2028\x1f\"\\/\ud83d", True, None]), '["\u007f\u2028\\u001f\\"\\\\/\\ud83d",true,null]')


if __name__ == "__main__":
    unittest.main()

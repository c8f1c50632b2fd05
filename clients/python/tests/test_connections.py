"""Connections are kept, and none of them is trusted for that."""
import os
import socket
import threading
import unittest
from unittest import mock

import latchkey
from hostile_server import HostileServer, cut, end, end_of, json_answer, problem


class Connections(unittest.TestCase):
    def setUp(self) -> None:
        self.server = HostileServer()
        self.addCleanup(self.server.stop)
        self.server.will(json_answer(200, {"userId": "ann@example.com"}))

    @property
    def connections(self) -> int:
        return len({id(each.connection) for each in self.server.received})

    def test_are_used_again_by_calls_that_succeed_and_by_those_that_are_refused(self) -> None:
        client = self.server.client()
        self.server.will(json_answer(200, {}), problem(404, "NOT_FOUND"), json_answer(204, None), json_answer(200, {}))
        client.me()
        end_of(lambda: client.keys.get("none"))
        client.me()
        self.assertEqual((len(self.server.received), self.connections), (3, 1))

    def test_that_the_server_has_closed_are_not_used_for_what_is_made_once(self) -> None:
        client = self.server.client()

        def answer_and_close(handler) -> None:
            # Nothing in the answer says that the connection ends.
            json_answer(200, {"valid": False, "code": "API_KEY_INVALID"})(handler)
            end(handler)

        self.server.will(answer_and_close)
        for calls in range(1, 4):
            self.assertEqual(client.verify(key="a-key")["code"], "API_KEY_INVALID")
            self.assertEqual(len(self.server.received), calls)
            # The end of the connection has been sent; it is there as soon as it can be read.
            wire = client._pool._idle[0] if client._pool._idle else None
            if wire is not None:
                wire._socket.connected.settimeout(5)
                self.assertEqual(wire._socket.connected.recv(1, socket.MSG_PEEK), b"")

    def test_are_not_used_again_after_half_an_answer_nor_when_the_server_says_so(self) -> None:
        client = self.server.client()
        self.server.will(cut, json_answer(200, {}, {"Connection": "close"}), json_answer(200, {}))
        client.me()
        client.me()
        self.assertEqual((len(self.server.received), self.connections), (3, 3))

    def test_that_were_idle_for_too_long_are_not_used(self) -> None:
        client = self.server.client()
        for told, seconds in (({}, 4), ({"Keep-Alive": "timeout=20"}, 19), ({"Keep-Alive": "timeout=1"}, 0)):
            self.server.will(json_answer(200, {}, told))
            with mock.patch("latchkey._wire.time.monotonic") as now:
                now.return_value = 1_000.0
                client.close()
                client.me()
                now.return_value = 1_000.0 + seconds - 0.1
                client.me()
                self.assertEqual(self.connections, 2 if seconds == 0 else 1)
                now.return_value += seconds
                client.me()
                self.assertEqual(self.connections, 3 if seconds == 0 else 2)

    def test_are_each_of_one_thread_at_a_time(self) -> None:
        client = self.server.client()

        def echo(handler) -> None:
            json_answer(200, {"id": handler.path.rsplit("/", 1)[1]})(handler)

        self.server.will(echo)
        wrong = []

        def ask(thread: int) -> None:
            for call in range(25):
                id = f"{thread}-{call}"
                if client.keys.get(id)["id"] != id:
                    wrong.append(id)

        threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        self.assertEqual(len(self.server.received), 200)
        self.assertLessEqual(self.connections, 200 // 8)

    def test_are_not_shared_with_a_process_that_was_forked(self) -> None:
        client = self.server.client()
        client.me()
        with mock.patch("latchkey._pool.os.getpid", return_value=os.getpid() + 1):
            client.me()
        self.assertEqual(self.connections, 2)

    def test_refused_say_so(self) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            client = latchkey.Client(f"http://127.0.0.1:{closed.getsockname()[1]}/api/v1", retries=0)
            error = end_of(client.me)
        self.assertEqual((type(error), error.reason), (latchkey.ConnectionError, "ECONNREFUSED"))

    def test_say_nothing_to_a_server_that_has_no_certificate(self) -> None:
        client = latchkey.Client(self.server.origin.replace("http:", "https:"), "a-key", retries=0)
        self.assertIsInstance(end_of(client.me), latchkey.ConnectionError)
        self.assertEqual(self.server.received, [])


if __name__ == "__main__":
    unittest.main()

"""A Telegram of one file: it keeps what it is told, and refuses when it is asked to."""

import asyncio
import json
from collections import deque
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qs


def refusal(code: int, description: str, **parameters) -> dict:
    """An error as the Bot API words it."""
    return {
        "ok": False,
        "error_code": code,
        "description": description,
        "parameters": parameters,
    }


SAID = {"sendMessage", "editMessageText", "sendPhoto"}


class FakeTelegram:
    """Speaks the Bot API over HTTP on a port of its own."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict]] = []
        self.refusals: deque[dict] = deque()
        self.updates: list[dict] = []
        self.message_id = 100
        # Whether it keeps who asks for updates waiting where there are none, as Telegram does.
        self.holds = False
        self.url = ""
        # What people sent, by its file_id.
        self.files: dict[str, bytes] = {}

    async def start(self, port: int = 0) -> "FakeTelegram":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def said_to(self, chat_id: int) -> list[dict]:
        """Messages and edits that reached a chat, in order."""
        return [
            {"method": method, **said}
            for method, said in self.calls
            if method in SAID and said["chat_id"] == str(chat_id)
        ]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                path = line.split()[1].decode()
                method = path.rpartition("/")[2]
                length, kind = 0, ""
                while (header := (await reader.readline()).decode().strip()) != "":
                    name, _colon, value = header.partition(":")
                    if name.lower() == "content-length":
                        length = int(value)
                    if name.lower() == "content-type":
                        kind = value.strip()
                body = await reader.readexactly(length)
                if path.startswith("/file/bot"):
                    self._status, answer = 200, self.files[method]
                elif method == "getUpdates" and self.holds:
                    self.calls.append((method, {}))
                    await reader.read()
                    return
                else:
                    answer = json.dumps(self._answer(method, _values(kind, body))).encode()
                writer.write(
                    f"HTTP/1.1 {self._status} X\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(answer)}\r\n\r\n".encode()
                    + answer
                )
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer(self, method: str, values: dict) -> dict:
        self.calls.append((method, values))
        self._status = 200
        if self.refusals and method not in {"getMe", "getUpdates"}:
            refused = self.refusals.popleft()
            self._status = refused["error_code"]
            return refused
        return {"ok": True, "result": self._result(method, values)}

    def _result(self, method: str, values: dict):
        if method == "getMe":
            return {"id": 123456, "is_bot": True, "first_name": "G", "username": "guanxi_bot"}
        if method == "getUpdates":
            offset = int(values.get("offset", 0))
            return [u for u in self.updates if u.get("update_id", 0) >= offset]
        if method == "getFile":
            return {**values, "file_unique_id": "u", "file_path": f"voice/{values['file_id']}"}
        if method in SAID:
            self.message_id += 1
            chat = {"id": int(values["chat_id"]), "type": "private", "first_name": "A"}
            number = int(values.get("message_id", self.message_id))
            return {"message_id": number, "date": 1, "chat": chat, "text": values.get("text", "")}
        return True


def _values(kind: str, body: bytes) -> dict:
    if "json" in kind:
        return json.loads(body)
    if "multipart" in kind:
        form = message_from_bytes(f"Content-Type: {kind}\n\n".encode() + body, policy=HTTP)
        parts = [(p.get_param("name", header="content-disposition"), p) for p in form.iter_parts()]
        return {name: p.get_payload(decode=p.get_filename() is not None) for name, p in parts}
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}

"""The least chat server of the seeds' shape: a thread for each client, a lock, sendall to everybody. Prints its port."""

import socket
import threading

members = []
lock = threading.Lock()


def serve(client):
    rest = b""
    with lock:
        members.append(client)
    try:
        while chunk := client.recv(4096):
            end = (rest + chunk).rfind(b"\n") + 1
            lines, rest = (rest + chunk)[:end], (rest + chunk)[end:]
            if lines:
                with lock:
                    for member in members:
                        member.sendall(lines)
    except OSError:
        pass
    with lock:
        members.remove(client)
    client.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

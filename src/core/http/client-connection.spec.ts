import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { ClientConnection } from './client-connection.js';

function receivedOn(socket: Socket) {
  const request = new IncomingMessage(socket);
  return { request, response: new ServerResponse(request), awaitsContinue: false };
}

describe('ClientConnection', () => {
  it('serves one request at a time, the next when the reply before is over', () => {
    const socket = new Socket();
    const served: IncomingMessage[] = [];
    const connection = new ClientConnection(socket, false, (request) => served.push(request));
    const [first, second] = [receivedOn(socket), receivedOn(socket)];
    connection.receive(first);
    connection.receive(second);
    expect(served).toEqual([first.request]);
    first.response.emit('close');
    expect(served).toEqual([first.request, second.request]);
  });

  it('starts nothing more once the connection is gone or is to end', () => {
    for (const end of ['gone', 'ending']) {
      const socket = new Socket();
      const served: IncomingMessage[] = [];
      const connection = new ClientConnection(socket, false, (request) => served.push(request));
      const first = receivedOn(socket);
      connection.receive(first);
      connection.receive(receivedOn(socket));
      if (end === 'gone') socket.destroy();
      else connection.endWithReply();
      first.response.emit('close');
      expect(served).toEqual([first.request]);
    }
  });

  it('limits how long a client may take nothing of a whole reply, and only of that', () => {
    const socket = new Socket();
    const connection = new ClientConnection(socket, false, () => undefined);
    const first = receivedOn(socket);
    connection.receive(first);
    connection.limitStall();
    expect(socket.timeout).toBe(60_000);
    first.response.emit('close');
    connection.receive(receivedOn(socket));
    expect(socket.timeout).toBe(0);
  });
});

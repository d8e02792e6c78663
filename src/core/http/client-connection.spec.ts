import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { jest } from '@jest/globals';
import { ClientConnection, IdleConnections, type ConnectionOptions } from './client-connection.js';

function receivedOn(socket: Socket) {
  const request = new IncomingMessage(socket);
  return { request, response: new ServerResponse(request), awaitsContinue: false };
}

function optionsFor(serve: ConnectionOptions['serve'], idle = new IdleConnections()): ConnectionOptions {
  return { isExcess: false, idle, serve };
}

describe('ClientConnection', () => {
  it('serves one request at a time, the next when the reply before is over', () => {
    const socket = new Socket();
    const served: IncomingMessage[] = [];
    const connection = new ClientConnection(
      socket,
      optionsFor((request) => served.push(request)),
    );
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
      const connection = new ClientConnection(
        socket,
        optionsFor((request) => served.push(request)),
      );
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
    const connection = new ClientConnection(
      socket,
      optionsFor(() => undefined),
    );
    const first = receivedOn(socket);
    connection.receive(first);
    connection.limitStall();
    expect(socket.timeout).toBe(60_000);
    first.response.emit('close');
    connection.receive(receivedOn(socket));
    expect(socket.timeout).toBe(0);
  });
});

describe('IdleConnections', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('give up the longest idle one, none that serves or did so a moment ago', () => {
    const idle = new IdleConnections();
    const [first, second, third] = [new Socket(), new Socket(), new Socket()];
    const connect = (socket: Socket) =>
      new ClientConnection(
        socket,
        optionsFor(() => undefined, idle),
      );
    const connections = [connect(first), connect(second), connect(third)] as const;
    expect(idle.evict()).toBe(false);
    jest.advanceTimersByTime(2_000);
    connections[0].receive(receivedOn(first));
    const served = receivedOn(second);
    connections[1].receive(served);
    served.response.emit('close');
    connections[2].receive(receivedOn(third));
    expect(idle.evict()).toBe(false);
    jest.advanceTimersByTime(2_000);
    expect(idle.evict()).toBe(true);
    expect([first, second, third].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
    expect(idle.evict()).toBe(false);
  });
});

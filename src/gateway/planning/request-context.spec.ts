import { EventEmitter } from 'node:events';
import { ReplyClosing } from './request-context.js';

class FakeResponse extends EventEmitter {
  destroyed = false;
  writableFinished = false;
  shouldKeepAlive = true;

  destroy(): void {
    this.destroyed = true;
  }
}

class FakeSocket extends EventEmitter {
  destroyed = false;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('ReplyClosing', () => {
  it('ends every reply of a connection, also those whose turn had not come', async () => {
    const socket = new FakeSocket();
    const [served, waiting] = [new FakeResponse(), new FakeResponse()];
    const closings = [served, waiting].map((response) => new ReplyClosing(response, socket));
    const told: number[] = [];
    closings.forEach((closing, index) => closing.add(() => told.push(index)));
    socket.emit('close');
    served.emit('close');
    await turn();
    await turn();
    expect(told).toEqual([0, 1]);
    expect(closings.map(({ aborted, over }) => ({ aborted, over }))).toEqual([
      { aborted: true, over: true },
      { aborted: true, over: true },
    ]);
    expect(waiting.destroyed).toBe(true);
  });

  it('listens once to a connection that serves many', () => {
    const socket = new FakeSocket();
    for (let call = 0; call < 30; call++) {
      const response = new FakeResponse();
      new ReplyClosing(response, socket);
      response.writableFinished = true;
      response.emit('close');
    }
    expect(socket.listenerCount('close')).toBe(1);
  });

  it('is not aborted where all was written, and stays so when the connection ends', async () => {
    const socket = new FakeSocket();
    const response = new FakeResponse();
    const closing = new ReplyClosing(response, socket);
    response.writableFinished = true;
    response.emit('close');
    socket.emit('close');
    await turn();
    expect(closing).toMatchObject({ over: true, aborted: false });
    expect(response.destroyed).toBe(false);
  });

  it('cuts a reply once, and calls listeners that are added later', () => {
    const response = new FakeResponse();
    const closing = new ReplyClosing(response, new FakeSocket());
    let told = 0;
    closing.add(() => told++);
    closing.cut();
    closing.cut();
    response.emit('close');
    closing.add(() => told++);
    expect({ told, aborted: closing.aborted, destroyed: response.destroyed }).toEqual({
      told: 2,
      aborted: true,
      destroyed: true,
    });
  });
});

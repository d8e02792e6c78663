import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { completion, completionFrames, type Responder } from './fake-upstream.js';

/** How a vendor's connection goes wrong. */
export type Manner = 'reset' | 'closed' | 'silent' | 'stalled';

/** How far a vendor's answer comes: nothing of it, half its head, …, all but its end. */
export const POINTS = [
  'before the head',
  'in the head',
  'after the head',
  'before the first frame',
  'in the first frame',
  'after some frames',
  'before the end',
] as const;
export type Point = (typeof POINTS)[number];

/** What a vendor answers with, in its own format. */
export interface Wire {
  readonly contentType: string;
  /** A comment or a ping, which is no part of an answer; of a whole reply, white space. */
  readonly preamble: string;
  readonly pieces: readonly string[];
}

/** An event of Anthropic's. */
export const event = (data: { readonly type: string } & Record<string, unknown>) =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

const claudeMessage = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'Hello.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 10, output_tokens: 5 },
};

const claudeEvents = [
  event({ type: 'message_start', message: { ...claudeMessage, content: [], stop_reason: null } }),
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } }),
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo.' } }),
  event({ type: 'content_block_stop', index: 0 }),
  event({
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 5 },
  }),
  event({ type: 'message_stop' }),
];

const EVENTS = 'text/event-stream';
const JSON_TYPE = 'application/json';

/** A body in as many pieces as a stream has, so that it is cut at the same points. */
const inPieces = (body: object): readonly string[] => {
  const text = JSON.stringify(body);
  return [text.slice(0, 8), text.slice(8, 40), text.slice(40, -1), text.slice(-1)];
};

export const WIRES = {
  openai: {
    whole: { contentType: JSON_TYPE, preamble: '\n', pieces: inPieces(completion) },
    stream: { contentType: EVENTS, preamble: ': wait\n\n', pieces: completionFrames },
  },
  anthropic: {
    whole: { contentType: JSON_TYPE, preamble: '\n', pieces: inPieces(claudeMessage) },
    stream: { contentType: EVENTS, preamble: event({ type: 'ping' }), pieces: claudeEvents },
  },
} as const satisfies Record<string, Record<'whole' | 'stream', Wire>>;

/** An answer that comes as far as this point, and then goes wrong in this manner. */
export function cutAt(point: Point, manner: Manner, wire: Wire): Responder {
  return async (_call, reply) => {
    const socket = socketOf(reply);
    for (const bytes of bytesUntil(point, wire)) {
      socket.write(bytes);
      // Each in a packet of its own.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    if (manner === 'reset') socket.resetAndDestroy();
    else if (manner === 'closed') socket.end();
    else if (manner === 'silent') socket.end('0\r\n\r\n');
  };
}

function bytesUntil(point: Point, { contentType, preamble, pieces }: Wire): readonly string[] {
  const head = `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: ${contentType}\r\ntransfer-encoding: chunked\r\n\r\n`;
  const [first = ''] = pieces;
  switch (point) {
    case 'before the head':
      return [];
    case 'in the head':
      return [head.slice(0, 30)];
    case 'after the head':
      return [head];
    case 'before the first frame':
      return [head, chunk(preamble)];
    case 'in the first frame':
      return [head, chunk(first.slice(0, first.length / 2))];
    case 'after some frames':
      return [head, ...pieces.slice(0, 3).map(chunk)];
    case 'before the end':
      return [head, ...pieces.slice(0, -1).map(chunk)];
  }
}

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

function socketOf({ socket }: ServerResponse): Socket {
  if (socket === null) throw new Error('the connection is gone');
  return socket;
}

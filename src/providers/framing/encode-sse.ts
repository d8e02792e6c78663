/** One event of one line of data: JSON text holds no line ends. */
export function encodeSseData(data: string): Buffer {
  return Buffer.from(`data: ${data}\n\n`);
}

export const SSE_DONE = encodeSseData('[DONE]');

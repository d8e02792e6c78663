import { Text, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import dayjs from 'dayjs';
import relativeTime from 'dayjs/plugin/relativeTime.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(relativeTime);
dayjs.extend(utc);

/** UTC, as the log's days are, or the browser's own zone. */
export function useTimeZone() {
  return useLocalStorage<'utc' | 'local'>({
    key: 'llmops-time-zone',
    defaultValue: 'utc',
    getInitialValueInEffect: false,
  });
}

export function useExactTime(): (time: string) => string {
  const [zone] = useTimeZone();
  return (time) =>
    zone === 'utc' ? dayjs.utc(time).format('YYYY-MM-DD HH:mm:ss [UTC]') : dayjs(time).format('YYYY-MM-DD HH:mm:ss Z');
}

/** A time, relative to now; the exact one on hover and focus. */
export function Moment({ time }: { time: string }) {
  const exact = useExactTime();
  return (
    <Tooltip label={exact(time)} events={{ hover: true, focus: true, touch: true }}>
      <Text span size="sm" tabIndex={0} style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime time={time} />
      </Text>
    </Tooltip>
  );
}

/** For the inside of a button, where nothing else can have the focus. */
export function RelativeTime({ time }: { time: string }) {
  return <time dateTime={time}>{dayjs(time).fromNow()}</time>;
}

import { Box, EmptyState, Table } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useRef, type ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  /** Numbers and money. */
  readonly align?: 'right';
  readonly cell: (row: Row) => ReactNode;
}

interface ListTableProps<Row> {
  /** What the rows are, for who cannot see them. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What to do where there is no row. */
  readonly empty: ReactNode;
  /** Pixels below which the table scrolls sideways. */
  readonly minWidth: number;
  /** A click anywhere in the row. The first column should also have a button, for who uses the keyboard. */
  readonly onOpen?: (key: string) => void;
  /** Key of the row whose panel is open: it is marked and kept in view. */
  readonly open?: string | undefined;
  /** Called when the last rows come into view. */
  readonly onEnd?: (() => void) | undefined;
}

const ROW_PIXELS = 44;
/** Of short lists every row is in the page, where the browser's own search finds it. */
const SHORT_ROWS = 150;
/** Rows kept above and below what is in view. */
const OVERSCAN = 15;

/** A list of things: of long lists only the rows in view are in the page, under a heading that stays. */
export function ListTable<Row>({ rows, columns, rowKey, ...props }: ListTableProps<Row>) {
  const { label, empty, minWidth, onOpen, open, onEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  // What is in view is painted first; the rest of a short list follows.
  const overscan = useDeferredValue(rows.length <= SHORT_ROWS ? rows.length : OVERSCAN, OVERSCAN);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan,
  });
  const shown = virtual.getVirtualItems();
  // In view, and not only in the page: else a short list would ask for more at once.
  const last = virtual.range?.endIndex ?? -1;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 1) onEnd?.();
  }, [last, rows.length, onEnd]);
  const openIndex = open === undefined ? -1 : rows.findIndex((row) => rowKey(row) === open);
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex);
  }, [openIndex, virtual]);
  if (rows.length === 0) return <EmptyState description={empty} py="xl" />;
  return (
    <Box
      ref={box}
      role="region"
      aria-label={label}
      tabIndex={0}
      style={{ overflow: 'auto', maxHeight: 'max(24rem, calc(100dvh - 13rem))' }}
    >
      <Table highlightOnHover stickyHeader miw={minWidth} verticalSpacing={6} aria-rowcount={rows.length + 1}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, title, align }) => (
              <Table.Th key={key} ta={align}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Gap pixels={shown[0]?.start ?? 0} />
          {shown.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <Table.Tr
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
                bg={index === openIndex ? 'var(--mantine-primary-color-light)' : undefined}
                onClick={onOpen && ((event) => !isControl(event.target) && onOpen(key))}
                style={onOpen && { cursor: 'pointer' }}
              >
                {columns.map((column) => (
                  <Table.Td key={column.key} ta={column.align}>
                    {column.cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
          <Gap pixels={shown.length === 0 ? 0 : virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)} />
        </Table.Tbody>
      </Table>
    </Box>
  );
}

/** In place of rows that are not in the page. */
function Gap({ pixels }: { pixels: number }) {
  return pixels <= 0 ? null : <tr aria-hidden style={{ height: pixels }} />;
}

/** A button or link in a row does what it says, and not what the row does. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input') !== null;
}

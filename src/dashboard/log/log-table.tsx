import { Button, Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client.js';
import { ListTable } from '../components/list-table.js';
import { ALWAYS_SHOWN, logColumns } from './log-columns.js';

interface LogTableProps {
  readonly rows: readonly Schemas['RequestView'][];
  readonly open: string | undefined;
  readonly isLoading: boolean;
  /** Keys of the columns that were chosen. */
  readonly chosen: readonly string[];
  readonly empty: ReactNode;
  readonly onOpen: (requestId: string) => void;
  /** Null where these are all. */
  readonly more: { readonly load: () => void; readonly isLoading: boolean } | null;
}

const COLUMN_PIXELS = 110;

export function LogTable({ rows, open, isLoading, chosen, empty, onOpen, more }: LogTableProps) {
  if (isLoading) {
    return (
      <Center p="xl">
        <Loader role="img" aria-label="Loading" />
      </Center>
    );
  }
  const columns = logColumns(onOpen).filter(({ key }) => ALWAYS_SHOWN.includes(key) || chosen.includes(key));
  return (
    <>
      <ListTable
        label="Requests"
        rows={rows}
        columns={columns}
        rowKey={({ requestId }) => requestId}
        empty={empty}
        minWidth={columns.length * COLUMN_PIXELS}
        open={open}
        onOpen={onOpen}
        onEnd={more === null || more.isLoading ? undefined : more.load}
      />
      {more && (
        <Center mt="md">
          <Button variant="default" onClick={more.load} loading={more.isLoading}>
            Older requests
          </Button>
        </Center>
      )}
    </>
  );
}

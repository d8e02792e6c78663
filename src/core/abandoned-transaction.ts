/**
 * For the beginning of a transaction that writes. Where its process is cut off in the middle (a half-open connection, a
 * machine that is gone), the server knows nothing of it and keeps the transaction open, and whoever writes the same rows
 * waits for it: the same records again, for one. So the server ends a session that has been silent for so long. `LOCAL`,
 * for behind a pooler the session is not ours.
 *
 * @see https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT
 */
export const END_WHEN_ABANDONED = "SET LOCAL idle_in_transaction_session_timeout = '20s'";

/**
 * What a user says where a conversation begins with the model, as one that was cut or one with a greeting does: many
 * vendors refuse it otherwise.
 */
export const OPENING = '(The conversation begins.)';

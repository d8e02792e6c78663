/** The only ids of tool calls that Mistral accepts. */
export const TOOL_ID = /^[a-zA-Z0-9]{9}$/;
export const TOOL_ID_LENGTH = 9;

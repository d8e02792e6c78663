/** The vendor's name, for sentences. */
export const LABEL = 'AWS Bedrock';

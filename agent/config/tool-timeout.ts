/** Longest time of an external tool; a default belongs to each tool. */
export const toolTimeoutMs = {
  type: 'integer',
  minimum: 1000,
  maximum: 86_400_000,
  description: 'Longest time that one run of the tool may take; a hanging one is killed then'
} as const

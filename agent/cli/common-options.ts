/** `--config FILE`: another configuration of the agent than the machine's own. */
export const configOption = {
  config: { type: 'string', value: 'FILE', variable: 'PACKLINE_CONFIG', describe: 'option.config' }
} as const

/** `--json`: one JSON document on standard output and nothing else. */
export const jsonOption = { json: { type: 'boolean', describe: 'option.json' } } as const

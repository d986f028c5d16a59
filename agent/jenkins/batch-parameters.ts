/** What a batch hands its job; Jenkins drops what a job does not declare. */
export const batchParameters = [
  'PACKLINE_BATCH',
  'PACKLINE_REPOSITORY',
  'PACKLINE_BRANCH',
  'PACKLINE_COMMIT',
  'PACKLINE_BASE',
  'PACKLINE_COMMITS',
  'PACKLINE_PATHS',
  'PACKLINE_FULL'
] as const

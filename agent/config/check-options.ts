/** How Ajv checks documents, whether at once or compiled by the build. */
export const checkOptions = {
  allErrors: true,
  useDefaults: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  verbose: true,
  allowUnionTypes: true
} as const

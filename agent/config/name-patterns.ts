/** Names that become document keys, folders and command line words. */
export const namePattern = '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'

/** One to four numbers, as stores and hot update compare them: 1.2 is 1.2.0.0. */
export const versionPattern = '^\\d{1,9}(\\.\\d{1,9}){0,3}$'

/** Any script, but nothing that a log line, a shell or a file name would trip over. */
export const channelPattern = /^(?! )[^\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]{1,128}(?<! )$/u

export const platformPattern = '^[a-z0-9][a-z0-9-]{0,31}$'

export const versionField = { type: 'string', pattern: versionPattern } as const

export const channelSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  pattern: channelPattern.source,
  description:
    'Store or partner that a package is for, in any script: 1 to 128 characters, no control characters, ' +
    'slashes or outer blanks'
} as const

export const platformSchema = {
  type: 'string',
  pattern: platformPattern,
  description: 'Platform, for example android, ios or windows'
} as const

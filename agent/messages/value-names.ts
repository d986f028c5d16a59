/** What a value is by its name: of ours, in words that have a translation, or names that people gave. */

/** Details of errors and messages that are reasons, which are looked up again for their reader. */
export const reasonNames: ReadonlySet<string> = new Set([
  'actual',
  'reason',
  'reasons',
  'problem',
  'grade',
  'wanted',
  'differences',
  'devices',
  'held',
  'known',
  'expected',
  'what',
  'found',
  'encoding',
  'how',
  'said',
  'tool',
  'work'
])

/** The same within a reason. Everything else there is a file or a person: "none" may be the name of one. */
export const innerReasonNames: ReadonlySet<string> = new Set([
  'reason',
  'problem',
  'grade',
  'device',
  'what',
  'expected',
  'written',
  'encoding',
  'how',
  'part',
  'kind',
  'said',
  'why',
  'value',
  'waiting'
])

/** Names with commas between them. */
export const listNames: ReadonlySet<string> = new Set([
  'known',
  'served',
  'tools',
  'allowed',
  'devices',
  'files',
  'targets',
  'list',
  'folders',
  'labels',
  'licences',
  'machines',
  'projects',
  'people',
  'services',
  'hosts',
  'profiles',
  'branches',
  'columns',
  'extensions',
  'rules',
  'schemes',
  'fields',
  'missing',
  'packaged',
  'entries',
  'versions'
])

import { namePattern, versionPattern } from '../config/name-patterns.js'
import { flag, repeated, valued } from './command-words.js'
import type { JobKind } from './job-kind.js'

export const image: JobKind = {
  name: 'image',
  describe: 'Builds container images of the project in the workspace whose inputs changed, and pushes them',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      images: {
        type: 'array',
        maxItems: 256,
        items: { type: 'string', pattern: namePattern },
        description: 'Images to build; all when left out'
      },
      version: {
        type: 'string',
        pattern: versionPattern,
        description: "The version that they are built for; the project file's when left out"
      },
      build: { type: 'integer', minimum: 1, maximum: 2_100_000_000, description: 'Build number' },
      commit: {
        type: 'string',
        pattern: '^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$',
        description: 'The commit or revision, where git cannot tell it'
      },
      arguments: {
        type: 'object',
        maxProperties: 64,
        propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]{0,127}$' },
        additionalProperties: { type: 'string', maxLength: 4096 },
        description: 'Values of declared build arguments; no secrets'
      },
      rebuild: { type: 'boolean', description: 'Build although nothing changed' },
      record: {
        type: 'string',
        minLength: 1,
        maxLength: 500,
        pattern: '^[^\\u0000-\\u001f]*\\S',
        description: 'Why; with it the images become a part of the release'
      },
      dryRun: { type: 'boolean', description: 'Plan only: tells what would be built, and why' }
    }
  },
  paths: [],
  concurrency: 1,
  command: (workspace, { images, version, build, commit, arguments: given, rebuild, record, dryRun }) => [
    'image',
    dryRun === true ? 'plan' : 'build',
    '--json',
    `--project=${workspace}`,
    ...repeated('argument', Object.entries(given ?? {}).map(([name, value]) => `${name}=${String(value)}`)),
    ...flag('rebuild', rebuild),
    ...dryRun === true ? [] : [
      ...valued('app-version', version),
      ...valued('build', build),
      ...valued('commit', commit),
      ...record === undefined ? [] : ['--record', `--why=${String(record)}`]
    ],
    '--',
    ...Array.isArray(images) ? images.map(String) : []
  ],
  output: () => 'document'
}

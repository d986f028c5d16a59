import { flag, name, named, path, valued, values } from './command-words.js'
import { image } from './image-job-kind.js'
import type { JobKind } from './job-kind.js'
import { hotUpdate, packages, rollback } from './release-job-kinds.js'
import { publish, storeRollout, symbols, upload } from './sending-job-kinds.js'

const assets: JobKind = {
  name: 'assets',
  describe: 'Builds the assets of the project in the workspace',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      only: { ...name, description: 'Build this rule only' },
      profile: { enum: ['fast', 'release'], description: 'Wins over the project file' },
      dryRun: { type: 'boolean', description: 'Plan only; write nothing' },
      keepGoing: { type: 'boolean', description: 'Go on after an error to report all of them' },
      frozenLayouts: {
        enum: ['all', 'tracked', 'none'],
        description: 'Layout files that must stay as they are: all, those that version control knows, or none'
      },
      cache: {
        enum: ['read-write', 'read', 'off'],
        description: 'What the run may do with the shared cache'
      },
      parameters: { ...values, description: "Values of the project's parameters, for this run only" }
    }
  },
  paths: [],
  concurrency: 2,
  command: (workspace, { only, profile, dryRun, keepGoing, frozenLayouts, cache, parameters }) => [
    'assets',
    'build',
    '--local',
    '--events',
    `--project=${workspace}`,
    ...valued('only', only),
    ...valued('profile', profile),
    ...flag('dry-run', dryRun),
    ...flag('keep-going', keepGoing),
    ...flag('frozen-layouts', frozenLayouts === 'all'),
    ...flag('no-frozen-layouts', frozenLayouts === 'none'),
    ...flag('ci', frozenLayouts === 'tracked'),
    ...valued('cache', cache),
    ...named('parameter', parameters)
  ],
  output: () => 'events'
}

const ccsui: JobKind = {
  name: 'ccsui',
  describe: 'Exports Cocos Studio UI files in the workspace to csb, JSON or Lua',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['input', 'output'],
    properties: {
      input: {
        ...path,
        description: 'A csd file, a folder that holds some, or a Cocos Studio project, below the workspace'
      },
      output: { ...path, description: 'A file or a folder, below the workspace' },
      format: { enum: ['csb', 'json', 'lua'], description: 'What csd become; csb unless said otherwise' },
      engine: { enum: ['cocos2d-x', 'axmol'], description: 'The engine that loads the csb' },
      keepGoing: { type: 'boolean', description: 'Go on after an error to report all of them' },
      texturePrefix: { ...name, description: 'Put before the paths of pictures' },
      textureType: { enum: ['keep', 'normal', 'plist'], description: 'How pictures are referred to' },
      csbPrefix: { ...name, description: 'Put before the paths of csb files' },
      fontPrefix: { ...name, description: 'Put before the paths of fonts' },
      unknownClass: {
        enum: ['error', 'node'],
        description: 'What becomes of a class that the exporter does not know'
      }
    }
  },
  paths: ['input', 'output'],
  concurrency: 2,
  command: (
    _workspace,
    {
      input,
      output,
      format,
      engine,
      keepGoing,
      texturePrefix,
      textureType,
      csbPrefix,
      fontPrefix,
      unknownClass
    }
  ) => [
    'ccsui',
    'export',
    '--local',
    '--json',
    `--output=${String(output)}`,
    ...valued('format', format),
    ...valued('engine', engine),
    ...flag('keep-going', keepGoing),
    ...valued('texture-prefix', texturePrefix),
    ...valued('texture-type', textureType),
    ...valued('csb-prefix', csbPrefix),
    ...valued('font-prefix', fontPrefix),
    ...valued('unknown-class', unknownClass),
    '--',
    String(input)
  ],
  output: () => 'document'
}

/** Every kind that an agent takes. A new one is an entry here, made of a command that exists already. */
export const jobKinds: readonly JobKind[] = [
  assets,
  ccsui,
  packages,
  hotUpdate,
  rollback,
  publish,
  upload,
  symbols,
  storeRollout,
  image
]

import { appStoreSchema } from './app-store-schema.js'
import { type Selection, whenSchema } from './edit-schema.js'
import { relativePath } from './relative-path.js'

const { environment, credentialsFile } = appStoreSchema.properties

/** Where what turns a crash back into names is sent: dSYM, mapping.txt, native libraries with symbols. */
export const symbolsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['files', 'command'],
  description:
    'A symbol server; "packline release symbols" sends the symbols of a package there by a command',
  properties: {
    when: whenSchema,
    files: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      items: relativePath,
      description: 'Globs of the symbol files in the project'
    },
    command: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      items: { type: 'string', minLength: 1, maxLength: 1024 },
      description:
        'Program and arguments, run without a shell in the project. A word {files} becomes all of ' +
        'the files; {file} (the package), {application}, {version}, {build}, {channel} and {credentials} ' +
        'what they name'
    },
    credentialsFile,
    environment
  }
} as const

export interface SymbolServer {
  when: Selection
  files: string[]
  command: string[]
  credentialsFile?: string
  environment?: string[]
}

// Writes what is generated from the sources: npm run generate. A test fails when it is stale.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { agentSchema } from '../agent/config/agent-schema.js'
import { projectSchema } from '../agent/config/project-schema.js'
import { configDocumentSchema } from '../agent/packaging/config-document-schema.js'
import { packlineVersion } from '../agent/version.js'
import { readStepSchemas, stepFiles } from './step-files.js'

const root = join(import.meta.dirname, '..')

/** Path of each generated file, and what it holds. */
export function generatedFiles (): Record<string, string> {
  return {
    'resources/schema/agent.schema.json': `${JSON.stringify(agentSchema, null, 2)}\n`,
    'resources/schema/packline.schema.json': `${JSON.stringify(projectSchema, null, 2)}\n`,
    'resources/schema/package-config-1.schema.json': `${JSON.stringify(configDocumentSchema, null, 2)}\n`,
    ...stepFiles(readStepSchemas(join(root, 'resources/steps')), packlineVersion)
  }
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(generatedFiles())) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

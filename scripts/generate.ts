// Writes what is generated from the sources: npm run generate. A test fails when it is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { agentSchema } from '../agent/config/agent-schema.js'
import { projectSchema } from '../agent/config/project-schema.js'
import { chineseFieldText } from '../agent/messages/field-texts.js'
import { configDocumentSchema } from '../agent/packaging/config-document-schema.js'
import { packlineVersion } from '../agent/version.js'
import { architecturePictures, withFolderTables } from './architecture/draw-architecture.js'
import { dashboardFiles } from './dashboards/dashboard-files.js'
import { editorSchema } from './editor-schema.js'
import { errorPage } from './error-page.js'
import { hashes, rolloutSets } from './release-vectors/rollout-sets.js'
import { ruleSets } from './release-vectors/rule-sets.js'
import { signatureFile } from './release-vectors/signature-set.js'
import { vectorFile } from './release-vectors/vector-set.js'
import { compiledKernel } from './kernels/compiled-kernel.js'
import { manualPage } from './manual-page.js'
import { readStepSchemas, stepFiles } from './step-files.js'
import { stalePages } from './translations/translated-pages.js'
import { variablePage } from './variable-page.js'

const root = join(import.meta.dirname, '..')

/** Path of each generated file, and what it holds. */
export async function generatedFiles (): Promise<Record<string, string>> {
  return {
    'CONTRIBUTING.md': withFolderTables(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')),
    'docs/errors.md': errorPage('en'),
    'docs/zh-CN/errors.md': errorPage('zh-CN'),
    'docs/variables.md': variablePage('en'),
    'docs/zh-CN/variables.md': variablePage('zh-CN'),
    'resources/man/man1/packline.1': await manualPage('en'),
    'resources/man/zh_CN/man1/packline.1': await manualPage('zh-CN'),
    'agent/assets/pictures/pixel-kernel-module.ts': await compiledKernel(
      'pixel-kernel.ts',
      'pixelKernelModule'
    ),
    ...architecturePictures(root),
    ...dashboardFiles(),
    'resources/schema/agent.schema.json': `${JSON.stringify(agentSchema, null, 2)}\n`,
    'resources/schema/packline.schema.json': `${JSON.stringify(editorSchema(projectSchema), null, 2)}\n`,
    'resources/schema/zh-CN/agent.schema.json': `${JSON.stringify(inChinese(agentSchema), null, 2)}\n`,
    'resources/schema/zh-CN/packline.schema.json': `${
      JSON.stringify(inChinese(editorSchema(projectSchema)), null, 2)
    }\n`,
    'resources/schema/package-config-1.schema.json': `${JSON.stringify(configDocumentSchema, null, 2)}\n`,
    ...vectorFiles(),
    ...stepFiles(readStepSchemas(join(root, 'resources/steps')), packlineVersion)
  }
}

/** A schema with its descriptions in Chinese, for editors of people who read that. */
function inChinese (schema: object): unknown {
  return JSON.parse(
    JSON.stringify(
      schema,
      (key, value: unknown) =>
        key === 'description' && typeof value === 'string' ? chineseFieldText(value) ?? value : value
    )
  )
}

function vectorFiles (): Record<string, string> {
  const files = [...ruleSets, ...rolloutSets].map(vectorFile)
  const all = [...files, {
    name: 'hashes',
    description:
      'MurmurHash3_x86_32 with seed 0 over salt, colon and id as UTF-8; the bucket is the hash modulo 10000',
    hashes
  }]
  return Object.fromEntries(
    [...all, signatureFile()]
      .map(file => [`resources/release/vectors/${file.name}.json`, `${JSON.stringify(file, null, 1)}\n`])
  )
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(await generatedFiles())) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  // Not an error: whoever changed the text need not know Chinese.
  for (const line of stalePages(root)) process.stderr.write(`${line}\n`)
}

import { phrase } from '../../messages/phrase.js'
import type { Environment } from '../../config/home.js'
import type { FileDigests } from '../file-digests.js'
import { inProject } from '../project-folder.js'
import type { Row } from '../rows.js'

export interface SplitsIdentity {
  options: { splits: string }
  tools: { bundletool: string }
}

interface SplitsContext {
  project: string
  environment: Environment
  digests: FileDigests
}

/** What split APKs depend on besides the bundle and its changes; undefined for a row without. */
export async function splitsIdentity (
  { id, definition: { exec, splits } }: Row,
  { project, environment, digests }: SplitsContext
): Promise<SplitsIdentity | undefined> {
  if (exec !== undefined || splits === undefined) return undefined
  const { BundleTool } = await import('./bundle-tool.js')
  const device = splits.device === undefined
    ? 'all'
    : (await digests.of(inProject(project, splits.device), phrase('what.deviceSpecification', { id }))).sha256
  return { options: { splits: device }, tools: { bundletool: BundleTool.find(environment).version } }
}

import { execFileSync } from 'node:child_process'
import { plainEnvironment } from './repositories.js'

/**
 * What one revision does: files to write below the server's top, or folders (names that end in "/") to make.
 */
export interface DumpedRevision {
  message: string
  files: Record<string, string>
}

/** Makes a Subversion server's folder and loads revisions into it in one process, hundreds in a second. */
export function loadSvnServer (folder: string, revisions: readonly DumpedRevision[]): void {
  execFileSync('svnadmin', ['create', folder], { env: plainEnvironment })
  const known = new Set<string>()
  const nodes = (files: Record<string, string>): string =>
    Object
      .entries(files)
      .map(([path, content]) => {
        const isFolder = path.endsWith('/')
        const name = path.replace(/\/$/, '')
        const action = known.has(name) ? 'change' : 'add'
        known.add(name)
        const head = `Node-path: ${name}\nNode-kind: ${isFolder ? 'dir' : 'file'}\nNode-action: ${action}\n`
        return isFolder
          ? `${head}\n\n`
          : `${head}Text-content-length: ${Buffer.byteLength(content)}\nContent-length: ${
            Buffer.byteLength(content)
          }\n\n${content}\n\n`
      })
      .join('')
  const text = revisions
    .map(({ message, files }, index) => {
      const properties = `K 7\nsvn:log\nV ${Buffer.byteLength(message)}\n${message}\nPROPS-END\n`
      return `Revision-number: ${index + 1}\nProp-content-length: ${
        Buffer.byteLength(properties)
      }\nContent-length: ${Buffer.byteLength(properties)}\n\n${properties}\n${nodes(files)}`
    })
    .join('')
  execFileSync('svnadmin', ['load', '--quiet', '--no-flush-to-disk', folder], {
    env: plainEnvironment,
    input: `SVN-fs-dump-format-version: 2\n\n${text}`,
    stdio: ['pipe', 'ignore', 'pipe']
  })
}

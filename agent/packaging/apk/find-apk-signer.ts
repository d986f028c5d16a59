import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Environment } from '../../config/home.js'
import { findExecutable } from '../../processes/find-executable.js'

/** What a machine has to sign APKs with: a command, its library with a Java to run it, or both. */
export interface FoundSigner {
  name: 'apksigner' | 'apksig'
  command?: string
  library?: { java: string, jar: string }
}

/** Google's apksigner: on PATH, in ANDROID_HOME, or its library apksig run through Java. */
export function findApkSigner (environment: Environment): FoundSigner | undefined {
  const java = javaOf(environment)
  const command = executable('apksigner', environment.PATH) ?? inSdk(environment)
  if (command !== undefined) {
    const jar = jarOf(command)
    return {
      name: 'apksigner',
      command,
      ...java !== undefined && jar !== undefined && { library: { java, jar } }
    }
  }
  const jar = libraryOf(environment)
  return java === undefined || jar === undefined ? undefined : { name: 'apksig', library: { java, jar } }
}

export function javaOf ({ PATH, JAVA_HOME }: Environment): string | undefined {
  const own = JAVA_HOME === undefined || JAVA_HOME === '' ? undefined : join(JAVA_HOME, 'bin')
  return (own === undefined ? undefined : executable('java', own)) ?? executable('java', PATH)
}

/** The jar that a command runs: beside it in Google's build tools, in Debian's folder of jars. */
function jarOf (command: string): string | undefined {
  const folder = dirname(realpathSync(command))
  return [join(folder, 'lib/apksigner.jar'), join(folder, 'apksigner.jar')]
    .concat(folder.endsWith('/android-sdk/build-tools/debian') ? '/usr/share/java/apksigner.jar' : [])
    .find(jar => existsSync(jar))
}

function inSdk ({ ANDROID_HOME, ANDROID_SDK_ROOT }: Environment): string | undefined {
  for (const sdk of [ANDROID_HOME, ANDROID_SDK_ROOT]) {
    if (sdk === undefined || sdk === '') continue
    const file = newest(join(sdk, 'build-tools'), version => join(version, 'apksigner'))
    if (file !== undefined) return file
  }
  return undefined
}

function libraryOf ({ PACKLINE_APKSIG, HOME }: Environment): string | undefined {
  const jar = PACKLINE_APKSIG ||
    (HOME === undefined
      ? undefined
      : newest(
        join(HOME, '.m2/repository/com/android/tools/build/apksig'),
        version => join(version, `apksig-${version}.jar`)
      ))
  return jar === undefined || !existsSync(jar) ? undefined : jar
}

function executable (name: string, searchPath = ''): string | undefined {
  try {
    return findExecutable(name, searchPath)
  } catch {
    return undefined
  }
}

function newest (folder: string, path: (version: string) => string): string | undefined {
  const versions = existsSync(folder)
    ? readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    : []
  return versions.map(version => join(folder, path(version))).find(file => existsSync(file))
}

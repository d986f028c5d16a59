import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  cert: string
  key: string
  certFile: string
  keyFile: string
}

/** A throw-away authority made by openssl in `folder`, which signs server and client certificates. */
export class CertificateAuthority {
  readonly #folder: string
  readonly cert: string
  readonly certFile: string

  constructor (folder: string, name: string) {
    this.#folder = folder
    this.certFile = join(folder, `${name}.pem`)
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      this.#keyFile,
      '-out',
      this.certFile
    )
    this.cert = readFileSync(this.certFile, 'utf8')
  }

  get #keyFile (): string {
    return `${this.certFile}.key`
  }

  issue (name: string, subjectAltName: string): Certificate {
    const file = (ending: string): string => join(this.#folder, `${name}.${ending}`)
    const [keyFile, request, certFile, extensions] = [file('key'), file('csr'), file('pem'), file('cnf')]
    writeFileSync(extensions, `subjectAltName=${subjectAltName}\n`)
    openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      keyFile,
      '-out',
      request
    )
    openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      this.certFile,
      '-CAkey',
      this.#keyFile,
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      extensions,
      '-out',
      certFile
    )
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile }
  }
}

/** Why no certificates can be made here, or undefined. */
export function noCertificates (): string | undefined {
  try {
    openssl('version')
    return undefined
  } catch {
    return 'openssl is not installed'
  }
}

function openssl (...options: string[]): void {
  execFileSync('openssl', options, { stdio: 'pipe' })
}

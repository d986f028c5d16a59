import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'ldapts'
import { findExecutable } from '../../processes/find-executable.js'
import { freePort } from '../../processes/free-port.js'

const path = `${process.env.PATH}:/usr/sbin:/sbin`
export const suffix = 'dc=studio,dc=example'
export const adminDn = `cn=admin,${suffix}`
export const password = 'Pass "word" \\1'

export function whyNoSlapd (): string | false {
  try {
    for (const program of ['slapd', 'slapadd']) findExecutable(program, path)
    return false
  } catch {
    return 'Debian package slapd'
  }
}

export interface LdapServer {
  url: string
  /** The same server over TLS. */
  tlsUrl: string
  admin: Client
  close: () => Promise<void>
}

/** OpenLDAP itself in `folder`, with entries for people and groups and no others. */
export async function startLdapServer (
  folder: string,
  { certFile, keyFile }: { certFile: string, keyFile: string }
): Promise<LdapServer> {
  mkdirSync(join(folder, 'slapd.d'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'config.ldif'),
    `dn: cn=config
objectClass: olcGlobal
cn: config
olcTLSCertificateFile: ${certFile}
olcTLSCertificateKeyFile: ${keyFile}

dn: cn=module,cn=config
objectClass: olcModuleList
cn: module
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file:///etc/ldap/schema/core.ldif
include: file:///etc/ldap/schema/cosine.ldif
include: file:///etc/ldap/schema/inetorgperson.ldif

dn: olcDatabase=mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: mdb
olcSuffix: ${suffix}
olcRootDN: ${adminDn}
olcRootPW: ${password}
olcDbDirectory: ${folder}/data
`
  )
  writeFileSync(
    join(folder, 'data.ldif'),
    `dn: ${suffix}
objectClass: dcObject
objectClass: organization
o: Studio
dc: studio

dn: ou=people,${suffix}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${suffix}
objectClass: organizationalUnit
ou: groups
`
  )
  const program = (name: string): string => findExecutable(name, path)
  for (const [number, file] of [['0', 'config.ldif'], ['1', 'data.ldif']] as const) {
    execFileSync(program('slapadd'), ['-F', 'slapd.d', '-n', number, '-l', file], { cwd: folder })
  }
  const [port, tlsPort] = [await freePort(), await freePort()]
  const [url, tlsUrl] = [`ldap://127.0.0.1:${port}`, `ldaps://127.0.0.1:${tlsPort}`]
  const child = spawn(
    program('slapd'),
    ['-d', '0', '-h', `${url}/ ${tlsUrl}/`, '-F', join(folder, 'slapd.d')],
    { stdio: 'ignore' }
  )
  const admin = await boundClient(url, () => child.exitCode === null)
  return {
    url,
    tlsUrl,
    admin,
    close: async () => {
      await admin.unbind()
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}

async function boundClient (url: string, isAlive: () => boolean): Promise<Client> {
  for (;;) {
    const client = new Client({ url })
    try {
      await client.bind(adminDn, password)
      return client
    } catch (error) {
      if (!isAlive()) throw error
      await delay(20)
    }
  }
}

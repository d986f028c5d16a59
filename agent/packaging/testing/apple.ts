import { writePropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import { zipOf } from './zips.js'

/** A certificate of nobody's, "Apple Distribution: Example (TEAM123456)", good for a hundred years from 2026. */
export const certificate = Buffer.from(
  'MIICCzCCAbGgAwIBAgIUZ5dzWUlvsjE3tjaarwhVGmREOkswCgYIKoZIzj0EAwIwWjExMC8GA1UEAwwoQXBwbGUgRGlzdHJpYnV0' +
    'aW9uOiBFeGFtcGxlIChURUFNMTIzNDU2KTETMBEGA1UECwwKVEVBTTEyMzQ1NjEQMA4GA1UECgwHRXhhbXBsZTAgFw0yNjExMzAw' +
    'NzMzNDBaGA8yMTI2MTEwNjA3MzM0MFowWjExMC8GA1UEAwwoQXBwbGUgRGlzdHJpYnV0aW9uOiBFeGFtcGxlIChURUFNMTIzNDU2' +
    'KTETMBEGA1UECwwKVEVBTTEyMzQ1NjEQMA4GA1UECgwHRXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHVYZoGzsxSZ' +
    '+TDHFA+ioXMNOlyCNkHpTtsgWH3sMYyCZKaG2XFdg/0mwjYf20sLA3EyDFp9yiT8U003uDExEHKjUzBRMB0GA1UdDgQWBBTktPcG' +
    'T3ubecsl9/qOmOjbDh7QWjAfBgNVHSMEGDAWgBTktPcGT3ubecsl9/qOmOjbDh7QWjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49' +
    'BAMCA0gAMEUCIArFE2FOtN3oUQQZqspNMTjZQbSCwGsbqtaCtwNkVHIpAiEAzA4jVryxqlhQeAhSiFnCZbM6kFVg/EKScT6TSrmj' +
    '31E=',
  'base64'
)

/** The same with its key, under the password "p12-secret". */
export const p12 = Buffer.from(
  'MIIEnAIBAzCCBFIGCSqGSIb3DQEHAaCCBEMEggQ/MIIEOzCCAvIGCSqGSIb3DQEHBqCCAuMwggLfAgEAMIIC2AYJKoZIhvcNAQcB' +
    'MFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgM/Wv5Hzuh8QICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECiC' +
    'C3NUd911csspCSIXWQeAggJwrAFVba9nvQHS0o/nWhQ8EKdNFLBXQZ/1SUkNUyIfhZSuKnbisV7P98zPMglJdm2yAlUiCFUrSj37' +
    'H7zd/YoGQ6XApkE/y8/9GGg7HmpWQB9UeL3swb0XkzX+wfXXd0miotmZJ6LxWCeQHnrIplB8FuPVihQF4E6AxqQfsnMhcfMf56DF' +
    'WvBFlsIxSnO4jMhVuC33ZZ0ZYkPAXysbiTHrEGXOdGvUKv21Xpdh3iZOmlkBxR28L+f2o62AvIw5NuSGxX/FVnaLBxzhJmQDSTdC' +
    'rdep7vVIqzc8kRY49emgLU6jCzl2DldrDQKekaBhIk4heucQ7Gg1qPEUfokUymtfQfe6ke3DjMLRBKnGHN5fPWv4YKwSZlPI8fJd' +
    'zucFWBNn3n1FAZFF4G5TMO2nITV6Pib0DOrZOtWDNbJCWTAgVIWKpPF1SVzmM8jcjzKw73vEYqBYx1N7B6xqeX0n0WZHoZZ4mO9c' +
    'Uv0Yg8JsMEBuSyvtOCdK0/AD665yjGiRFtgPU23beFkQwJArnM5ZAf3ZryXScDLU4mWJEJRpR04MmlBuHTSk7VRDgp3fpdzjoHnO' +
    'jET4oPIpKWuBrkD7fqEelffMM1U0sTMeWtppBdTxO7FQi5Qqw3E2POqtTZWjNrVxyCnmLUZKxz7njswtc5/e9qmsHLc5BM4j+YCn' +
    'uEztlltLS9XmGacmnwjcHiE6qoXwFpQkaKsWo0IiBt9avspUTO3bXNrkNQhTVIJIGMMr5XA766TbxF+cpsKMgJwyTJ+NtYt8ca4f' +
    '89M5Mo6UlqMaz32V6t3azidW1/3MNRGxKPDamgwYsI7uU3oChFjBuu7pMIIBQQYJKoZIhvcNAQcBoIIBMgSCAS4wggEqMIIBJgYL' +
    'KoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECJyosiQKhm29AgIIADAMBggqhkiG9w0CCQUA' +
    'MB0GCWCGSAFlAwQBKgQQK7XRfqxsTCpgrZ83BRjUugSBkPV520+coswTTcMN3E3Rc8qX+PteQbey9KPyxgmwdFlo+trT3leC75ba' +
    'RDIgWAB5+9D1QH0yNBcB94sKQG50U9HI7VVERJJUzGD1igSAhcSJjdiRaCuvinIsGyNgRPtRggxnCgbtlC7fzi9kLAjXhiJcqLs/' +
    'tXc8WWBKBYx8naPRTXXgG9CxqAgRLjw9Aew3KTElMCMGCSqGSIb3DQEJFTEWBBSUIJCc75L80I/GKd3nE2caCxyqQTBBMDEwDQYJ' +
    'YIZIAWUDBAIBBQAEILXv320Pv5yc7aoeHLvjJ14gpb4F8SnV/idaLwyBjLCIBAj3eR3piMaOmwICCAA=',
  'base64'
)

const far = new Date('2090-01-01T00:00:00Z')

export interface MadeProfile {
  /** What it is for, such as com.example.game or com.example.*. */
  bundle: string
  team?: string
  expires?: Date
  /** null for a store. */
  devices?: number | null
  entitlements?: Record<string, PropertyListValue>
  certificates?: Buffer[]
}

/** A profile as the developer portal gives it out: a property list in a signed message, here in noise. */
export function profile (
  {
    bundle,
    team = 'TEAM123456',
    expires = far,
    devices = null,
    entitlements = {},
    certificates = [certificate]
  }: MadeProfile
): Buffer {
  const list = writePropertyList(
    new Map<string, PropertyListValue>([
      ['Name', `for ${bundle}`],
      ['TeamIdentifier', [team]],
      ['ExpirationDate', expires],
      ['DeveloperCertificates', certificates],
      ...devices === null
        ? []
        : [['ProvisionedDevices', Array.from({ length: devices }, (_, index) => `udid-${index}`)] as const],
      [
        'Entitlements',
        new Map<string, PropertyListValue>([
          ['application-identifier', `${team}.${bundle}`],
          ['com.apple.developer.team-identifier', team],
          ['keychain-access-groups', [`${team}.*`]],
          ['get-task-allow', false],
          ...Object.entries(entitlements)
        ])
      ]
    ]),
    'xml'
  )
  return Buffer.concat([Buffer.from([0x30, 0x82, 0x10, 0]), list, Buffer.alloc(64, 0xa5)])
}

export function infoPlist (id: string, rest: Record<string, PropertyListValue> = {}): Buffer {
  return writePropertyList(
    new Map<string, PropertyListValue>([
      ['CFBundleIdentifier', id],
      ['CFBundleExecutable', 'main'],
      ['CFBundleShortVersionString', '1.4.0'],
      ['CFBundleVersion', '7'],
      ...Object.entries(rest)
    ]),
    'xml'
  )
}

/** A program whose only content is its signature with entitlements. */
export function machO (entitlements: Record<string, PropertyListValue>): Buffer {
  const list = writePropertyList(new Map(Object.entries(entitlements)), 'xml')
  const blob = Buffer.alloc(28 + list.length)
  blob.writeUInt32BE(0xfade0cc0, 0)
  blob.writeUInt32BE(blob.length, 4)
  blob.writeUInt32BE(1, 8)
  blob.writeUInt32BE(5, 12)
  blob.writeUInt32BE(20, 16)
  blob.writeUInt32BE(0xfade7171, 20)
  blob.writeUInt32BE(8 + list.length, 24)
  list.copy(blob, 28)
  const head = Buffer.alloc(48)
  head.writeUInt32LE(0xfeedfacf, 0)
  head.writeUInt32LE(1, 16)
  head.writeUInt32LE(16, 20)
  head.writeUInt32LE(0x1d, 32)
  head.writeUInt32LE(16, 36)
  head.writeUInt32LE(48, 40)
  head.writeUInt32LE(blob.length, 44)
  return Buffer.concat([head, blob])
}

/** An application with an extension, a watch application and an app clip. */
export function appWithParts (
  ids: { extension?: string, companion?: string } = {},
  entitlements: Record<string, PropertyListValue> = {}
): Buffer {
  const { extension = 'com.example.game.push', companion = 'com.example.game' } = ids
  const app = 'Payload/Game.app'
  return zipOf({
    [`${app}/Info.plist`]: infoPlist('com.example.game'),
    [`${app}/main`]: machO(entitlements),
    [`${app}/PlugIns/Push.appex/Info.plist`]: infoPlist(extension),
    [`${app}/PlugIns/Push.appex/main`]: Buffer.from('not signed'),
    [`${app}/Watch/Watch.app/Info.plist`]: infoPlist('com.example.game.watch', {
      WKCompanionAppBundleIdentifier: companion
    }),
    [`${app}/Watch/Watch.app/main`]: Buffer.from('not signed'),
    [`${app}/Frameworks/Engine.framework/Info.plist`]: infoPlist('org.engine')
  })
}

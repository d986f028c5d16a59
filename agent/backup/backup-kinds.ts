import type { BackupItem } from '../config/backup-schema.js'
import type { BackupKind } from './backup-kind.js'
import { dhcpKind } from './kinds/dhcp-kind.js'
import { dnsKind } from './kinds/dns-kind.js'
import { gitKind } from './kinds/git-kind.js'
import { gitlabKind } from './kinds/gitlab-kind.js'
import { jenkinsKind } from './kinds/jenkins-kind.js'
import { ldapKind } from './kinds/ldap-kind.js'
import { mongodbKind } from './kinds/mongodb-kind.js'
import { redisKind } from './kinds/redis-kind.js'
import { svnKind } from './kinds/svn-kind.js'

/** How each kind of service is copied, restored and proved. */
export const backupKinds: Readonly<Record<BackupItem['kind'], BackupKind>> = {
  svn: svnKind,
  git: gitKind,
  gitlab: gitlabKind,
  jenkins: jenkinsKind,
  ldap: ldapKind,
  dns: dnsKind,
  dhcp: dhcpKind,
  redis: redisKind,
  mongodb: mongodbKind
}

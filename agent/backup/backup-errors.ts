import {
  defineErrors,
  machineFailed,
  neededThing,
  refused,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const backupErrors = defineErrors({
  BACKUP_NONE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} has no backups.',
      zh: '{file} 中没有配置备份。'
    },
    hint: {
      en: 'Add "backups" with a repository of restic, the file of its key, and the services as items.',
      zh: '请添加 "backups"：restic 仓库、密钥文件，以及作为条目的各项服务。'
    }
  },
  BACKUP_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no backup named "{name}". There are: {known}.',
      zh: '没有名为 "{name}" 的备份。已有：{known}。'
    },
    hint: {
      en: 'Name one of them, or add an item to "backups" in the configuration of this machine.',
      zh: '请指定其中之一，或在本机配置的 "backups" 中添加条目。'
    }
  },
  BACKUP_NO_SNAPSHOT: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{repository} holds no backup of "{name}" ({snapshot}).',
      zh: '{repository} 中没有 "{name}" 的备份（{snapshot}）。'
    },
    hint: {
      en: '"packline backup list {name}" shows those that there are, "packline backup run {name}" makes one.',
      zh: '"packline backup list {name}" 可列出已有的备份，"packline backup run {name}" 可新建一个。'
    }
  },
  BACKUP_BUSY: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'Another run works on the backup "{name}" of this machine: it holds {file}.',
      zh: '本机的另一次运行正在处理备份 "{name}"：它占用着 {file}。'
    },
    hint: {
      en: 'Wait for it, or end it: "fuser -v {file}" shows which process it is.',
      zh: '请等待其结束，或终止它："fuser -v {file}" 可查看是哪个进程。'
    }
  },
  BACKUP_TOOL_FAILED: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{tool} could not {work}: {reason}',
      zh: '{tool} 未能完成（{work}）：{reason}'
    },
    hint: {
      en: 'Nothing is counted as a backup; what was kept before is untouched.',
      zh: '此次不计为备份；先前保存的内容未受影响。'
    }
  },
  BACKUP_PART_INVALID: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'No backup can be made of "{part}" of {service}: {reason}',
      zh: '无法备份 {service} 的"{part}"：{reason}'
    },
    hint: {
      en: 'Nothing is counted as a backup; what was kept before is untouched.',
      zh: '此次不计为备份；先前保存的内容未受影响。'
    }
  },
  BACKUP_STORE_FAILED: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The repository {repository} failed ({work}): {reason}',
      zh: '仓库 {repository} 出错（{work}）：{reason}'
    },
    hint: {
      en: 'Look at the key, the disk and the way to the repository; "packline backup verify" reads its data.',
      zh: '请检查密钥、磁盘和到仓库的连接；"packline backup verify" 会读取其数据。'
    }
  },
  BACKUP_UNPROVEN: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The backup of "{name}" from {at} is not proven: {reason}',
      zh: '"{name}" 在 {at} 的备份未通过验证：{reason}'
    },
    hint: {
      en: 'It does not count. Make a new one with "packline backup run {name}" and drill it.',
      zh: '它不算数。请用 "packline backup run {name}" 新建备份并演练。'
    }
  },
  BACKUP_PLACE_TAKEN: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{folder} is not empty: a service may live there.',
      zh: '{folder} 不是空目录：可能有服务正在使用它。'
    },
    hint: {
      en: 'Name another folder, or stop the service and use --force: what is there is kept beside it.',
      zh: '请指定其他目录；或停止服务后使用 --force：原有内容会保留在旁边。'
    }
  }
})

import { defineErrors, machineFailed, workFailed } from '../define-errors.js'

export const fileErrors = defineErrors({
  DISK_FULL: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The disk that holds {folder} is full.',
      zh: '{folder} 所在的磁盘已满。'
    },
    hint: {
      en: 'Free some space; "packline cache gc" removes what was not used lately.',
      zh: '请释放空间;"packline cache gc" 会删除最近未使用的缓存。'
    }
  },
  OUTPUT_NOT_WRITABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{folder} cannot be written: {reason}',
      zh: '{folder} 无法写入:{reason}'
    },
    hint: {
      en: 'Check the owner and the mode of the folder and that it is not mounted read-only.',
      zh: '请检查该目录的所有者和权限,并确认没有以只读方式挂载。'
    }
  },
  SCAN_UNREADABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{file} cannot be read: {reason}',
      zh: '无法读取 {file}:{reason}'
    }
  },
  SCAN_LINK_LEAVES_PROJECT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a link that leads out of the project ({target}).',
      zh: '{file} 是指向项目之外的链接({target})。'
    },
    hint: {
      en: 'Copy what it points to into the project, or exclude it.',
      zh: '请把它指向的内容复制到项目中,或将其排除。'
    }
  },
  SCAN_NAMES_DIFFER_IN_CASE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'These names differ only in case, and are one file on macOS and Windows: {files}.',
      zh: '这些文件名仅大小写不同,在 macOS 和 Windows 上是同一个文件:{files}。'
    },
    hint: {
      en: 'Rename one of them.',
      zh: '请重命名其中一个。'
    }
  },
  SCAN_FILE_CHANGED: {
    kind: 'content',
    ...workFailed,
    retryable: true,
    text: {
      en: '{file} changed or vanished while the run was using it.',
      zh: '{file} 在运行期间被修改或删除。'
    },
    hint: {
      en: 'Run again when nobody is writing it.',
      zh: '请在没有人写入该文件时再运行一次。'
    }
  }
})

import { defineErrors, machineFailed, workFailed, wrongUsage } from '../define-errors.js'

export const fileErrors = defineErrors({
  FILE_NOT_FOUND: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no file or folder {file}.',
      zh: '没有文件或目录 {file}。'
    },
    hint: {
      en: 'Check the path: it is relative to the folder in which packline was started, or that -C names.',
      zh: '请检查路径：它相对于启动 packline 的目录，或 -C 指定的目录。'
    }
  },
  FILE_UNUSABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{file} cannot be used: {reason}.',
      zh: '{file} 无法使用：{reason}。'
    },
    hint: {
      en: 'Check what it is, its owner and its mode.',
      zh: '请检查它是什么、所有者和权限。'
    }
  },
  ANSWER_LOST: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The answer cannot be written to standard output: {reason}.',
      zh: '无法把结果写到标准输出：{reason}。'
    },
    hint: {
      en: 'What the command did stays done. Make room where its output goes, and call it again.',
      zh: '命令所做的更改仍然有效。请在输出所在处腾出空间，然后重新运行。'
    }
  },
  DISK_FULL: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The disk that holds {folder} is full.',
      zh: '{folder} 所在的磁盘已满。'
    },
    hint: {
      en: 'Free some space; "packline cache gc" removes what was not used lately.',
      zh: '请释放空间；"packline cache gc" 会删除最近未使用的缓存。'
    }
  },
  OUTPUT_NOT_WRITABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{folder} cannot be written: {reason}',
      zh: '{folder} 无法写入：{reason}'
    },
    hint: {
      en: 'Check the owner and the mode of the folder and that it is not mounted read-only. What packline ' +
        'keeps for itself goes where PACKLINE_HOME says.',
      zh:
        '请检查该目录的所有者和权限，并确认没有以只读方式挂载。packline 自己保留的内容放在 PACKLINE_HOME 指定的位置。'
    }
  },
  SCAN_UNREADABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{file} cannot be read: {reason}',
      zh: '无法读取 {file}：{reason}'
    },
    hint: {
      en: 'Check the owner and the mode of the file, and that its disk is there.',
      zh: '请检查该文件的所有者和权限，并确认其磁盘已挂载。'
    }
  },
  SCAN_LINK_LEAVES_PROJECT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a link that leads out of the project ({target}).',
      zh: '{file} 是指向项目之外的链接（{target}）。'
    },
    hint: {
      en: 'Copy what it points to into the project, or exclude it.',
      zh: '请把它指向的内容复制到项目中，或将其排除。'
    }
  },
  SCAN_NAMES_DIFFER_IN_CASE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'These names differ only in case, and are one file on macOS and Windows: {files}.',
      zh: '这些文件名仅大小写不同，在 macOS 和 Windows 上是同一个文件：{files}。'
    },
    hint: {
      en: 'Rename one of them.',
      zh: '请重命名其中一个。'
    }
  },
  SCAN_NAMES_DIFFER_IN_FORM: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'These names look the same and differ in how their letters are written (Unicode NFC and NFD); ' +
        'they are one file on macOS: {files}.',
      zh: '这些文件名看起来相同，但 Unicode 形式不同（NFC 与 NFD），在 macOS 上是同一个文件：{files}。'
    },
    hint: {
      en: 'Delete one of them; archives made on a Mac often bring the second.',
      zh: '请删除其中一个；第二个往往来自在 Mac 上制作的压缩包。'
    }
  },
  SCAN_NAME_NOT_UTF8: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The name of {file} is not UTF-8.',
      zh: '{file} 的文件名不是 UTF-8 编码。'
    },
    hint: {
      en:
        'Rename it (convmv -f gbk -t utf-8 does a whole tree), or exclude it. Unpack archives from Windows ' +
        'with a tool that knows their encoding.',
      zh: '请重命名（convmv -f gbk -t utf-8 可处理整个目录），或将其排除。解压来自 Windows 的压缩包时请使用' +
        '能识别其编码的工具。'
    }
  },
  SCAN_DANGLING_LINK: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a link to {target}, which is not there.',
      zh: '{file} 是指向 {target} 的链接，但目标不存在。'
    },
    hint: {
      en: 'Restore what it points to, or delete or exclude the link.',
      zh: '请恢复它指向的文件，或删除、排除该链接。'
    }
  },
  SCAN_LFS_POINTER: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'Of {file} only the Git LFS pointer is there, not the file ({count} such in {rule}).',
      zh: '{file} 只有 Git LFS 指针，文件本身没有取回（{rule} 中共 {count} 个）。'
    },
    hint: {
      en: 'Run "git lfs pull" in the workspace; in Jenkins add "Git LFS pull after checkout".',
      zh: '请在工作区中运行 "git lfs pull"；在 Jenkins 中请添加 "Git LFS pull after checkout"。'
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

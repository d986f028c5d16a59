import {
  conflict,
  defineErrors,
  interrupted,
  machineFailed,
  neededThing,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const documentErrors = defineErrors({
  DOCUMENT_KEY_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{key}" is no document key; expected names of letters, digits, ".", "_" and "-", parted by "/".',
      zh: '"{key}" 不是文档键；应为由字母、数字、"."、"_"、"-" 组成并以 "/" 分隔的名称。'
    },
    hint: {
      en: 'Give it such a name.',
      zh: '请改用这样的名称。'
    }
  },
  DOCUMENT_CONFLICT: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The document {key} was changed by somebody else in the meantime.',
      zh: '文档 {key} 已被他人修改。'
    },
    hint: {
      en: 'Read it again and decide again.',
      zh: '请重新读取后再决定。'
    }
  },
  DOCUMENT_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The documents of one transaction take {sizeBytes} bytes; at most {maxBytes} fit.',
      zh: '一个事务的文档共 {sizeBytes} 字节；最多 {maxBytes} 字节。'
    },
    hint: {
      en: 'Do it in several steps, such as fewer targets at once.',
      zh: '请分几次进行，例如一次少改几个目标。'
    }
  },
  DOCUMENT_DAMAGED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The document {key} in {where} is not readable: {reason}',
      zh: '{where} 中的文档 {key} 无法读取：{reason}'
    },
    hint: {
      en: 'Something other than packline wrote it. Nothing was changed; restore or remove it by hand.',
      zh: '它不是由 packline 写入的。未作任何更改；请手工恢复或删除。'
    }
  },
  DOCUMENTS_LOCKED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The store {folder} was in use by process {holder} for {waitedMs} ms.',
      zh: '存储 {folder} 被进程 {holder} 占用了 {waitedMs} 毫秒。'
    },
    hint: {
      en: 'If that process hangs or is stopped, end it; the store survives that.',
      zh: '如果该进程挂起或已停止，请结束它；存储不会因此损坏。'
    }
  },
  DOCUMENTS_UNREADABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The store {folder} cannot be opened: {reason}',
      zh: '无法打开存储 {folder}：{reason}'
    },
    hint: {
      en:
        "Check the folder's owner and the free space; a damaged store can be moved away, a new one is made.",
      zh: '请检查目录的所有者和剩余空间；损坏的存储可以移走，程序会新建一个。'
    }
  },
  DOCUMENTS_CLOSED: {
    kind: 'caller',
    ...interrupted,
    retryable: false,
    text: {
      en: 'The document store was closed.',
      zh: '文档存储已关闭。'
    },
    hint: {
      en: 'packline is ending: run again.',
      zh: 'packline 正在退出：请重新运行。'
    }
  }
})

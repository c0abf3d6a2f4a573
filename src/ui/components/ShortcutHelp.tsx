import { Dialog } from './Dialog.tsx';
import { registeredShortcuts, type Shortcut } from './shortcuts.ts';

const KEY_NAMES: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  ' ': 'Space',
};

/** The dialog behind `?`: every shortcut of the open screen, by group. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of registeredShortcuts.value) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  }
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div class="shortcut-groups">
        {Array.from(groups, ([group, shortcuts]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl class="shortcut-list">
              {shortcuts.map((shortcut) => (
                <div key={shortcut.label}>
                  <dt>
                    {shortcut.keys.map((key) => (
                      <kbd key={key}>{KEY_NAMES[key.toLowerCase()] ?? key}</kbd>
                    ))}
                  </dt>
                  <dd>{shortcut.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

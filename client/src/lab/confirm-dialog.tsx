import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { PressButton } from '../controls/press-button.tsx';
import styles from './confirm-dialog.module.css';
import { useLabWords } from './words/lab-catalogue.ts';

/** Asks once more before something that cannot be taken back, in words that say what happens. */
export function ConfirmDialog({
  title,
  sentence,
  action,
  isOpen,
  onClose,
  onConfirm,
}: {
  title: string;
  sentence: string;
  /** What the pressing does, as the button says it. */
  action: string;
  isOpen: boolean;
  onClose(): void;
  onConfirm(): void;
}) {
  const words = useLabWords();
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={(isToOpen) => {
        if (!isToOpen) onClose();
      }}
    >
      <Modal className={styles.modal}>
        <Dialog role="alertdialog" className={styles.dialog} data-testid="confirm-dialog">
          <Heading slot="title">{title}</Heading>
          <p>{sentence}</p>
          <div className={styles.buttons}>
            <PressButton
              testId="confirm"
              onPress={() => {
                onClose();
                onConfirm();
              }}
            >
              {action}
            </PressButton>
            <PressButton kind="secondary" onPress={onClose}>
              {words.confirm.cancel}
            </PressButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

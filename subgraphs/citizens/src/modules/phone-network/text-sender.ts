/** Sends a text message. */
export interface TextSender {
  /**
   * Sends a text to a phone (E.164).
   * @throws PhoneNetworkError
   */
  send(phone: string, text: string): Promise<void>;
}

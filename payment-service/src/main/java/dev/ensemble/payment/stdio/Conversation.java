package dev.ensemble.payment.stdio;

import dev.ensemble.payment.application.RunStep;
import dev.ensemble.payment.application.StepReply;
import dev.ensemble.payment.domain.StepCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Answers one message after the other, in the order in which they come. */
final class Conversation {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);
  private static final String INIT = "init";
  private static final Set<String> COMMANDS = Set.of(StepCommand.CHARGE, StepCommand.REFUND);

  /** Where the service itself comes from, which may still be starting. */
  @FunctionalInterface
  interface Service {
    /** Waits until the service is there. */
    RunStep await() throws Unavailable;
  }

  /** The service is not there, or not yet. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  private final Lines lines;
  private final OutputStream out;
  private final Service service;
  private final Answers answers = new Answers();

  /** Held while a message is carried out and answered. */
  private final ReentrantLock atWork = new ReentrantLock();

  Conversation(InputStream in, OutputStream out, Service service) {
    this.lines = new Lines(in);
    this.out = out;
    this.service = service;
  }

  /** Until the input ends. */
  void run() throws IOException {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      atWork.lock();
      try {
        out.write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } finally {
        atWork.unlock();
      }
    }
  }

  /** Begins no further message; the one at hand may end, within the time given. */
  void stop(Duration timeMax) throws InterruptedException {
    var unused = atWork.tryLock(timeMax.toNanos(), TimeUnit.NANOSECONDS);
  }

  private String answer(byte[] line) {
    Message message = null;
    try {
      if (line.length > Lines.BYTES_MAX) {
        throw new Malformed("a line has at most " + Lines.BYTES_MAX + " bytes");
      }
      message = new Message(Json.read(line));
      return answer(message);
    } catch (Malformed wrong) {
      return answers.error(message, wrong.code(), wrong.text());
    } catch (Unavailable
        | TransientDataAccessException
        | RecoverableDataAccessException
        | DataAccessResourceFailureException
        | CannotCreateTransactionException outage) {
      log.warn("A message could not be carried out: {}", outage.toString());
      return answers.error(
          message, ErrorCode.TEMPORARILY_UNAVAILABLE, "the database is not there; come again");
    } catch (RuntimeException bug) {
      log.error("A message could not be carried out", bug);
      return answers.error(
          message, ErrorCode.CRASH, "whether it was carried out is not known; come again");
    }
  }

  private String answer(Message message) throws Unavailable {
    String type = message.type();
    if (type.equals(INIT)) {
      return answers.initialised(message);
    }
    if (!COMMANDS.contains(type)) {
      throw new Malformed(
          ErrorCode.NOT_SUPPORTED,
          "type is " + INIT + ", " + StepCommand.CHARGE + " or " + StepCommand.REFUND);
    }
    StepCommand command = message.command();
    return switch (service.await().run(command)) {
      case StepReply.Done done -> answers.done(message, command, done);
      case StepReply.Refused refused ->
          answers.error(message, ErrorCode.of(refused.reason()), refused.reason().detail());
      case StepReply.NotOffered notOffered ->
          answers.error(
              message,
              ErrorCode.NOT_SUPPORTED,
              "a payment provider charges here; steps are answered from the ledger alone");
      case StepReply.Running running ->
          answers.error(
              message,
              ErrorCode.TEMPORARILY_UNAVAILABLE,
              "this step's command is being executed; come again");
    };
  }
}

#include "watch/live_book.hpp"

#include <arpa/inet.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <stdexcept>

#include "framework/build.hpp"
#include "literate/edition/edition_file.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "measure/outputs.hpp"
#include "publish/tangled.hpp"
#include "publish/woven.hpp"
#include "support/files.hpp"
#include "support/process.hpp"
#include "watch/file_events.hpp"

namespace tito {
namespace {

using Texts = std::map<std::string, std::string>;

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

void report(const std::string& line) {
  fmt::print("{:%H:%M:%S}  {}\n", fmt::localtime(std::time(nullptr)), line);
  std::fflush(stdout);
}

/// Every chapter's text, to see which one was edited.
Texts sources_of(const Workspace& workspace, const literate::Book& book) {
  Texts sources;
  for (const literate::Chapter& chapter : book.chapters) sources[chapter.id] = read_file(workspace.root() / chapter.file);
  return sources;
}

/// The chapters whose text differs from `before`, and those that need them, in order.
std::vector<std::string> affected(const literate::Book& book, const Texts& before, const Texts& now) {
  std::vector<std::string> found;
  const auto is_found = [&](const std::string& id) { return std::find(found.begin(), found.end(), id) != found.end(); };
  for (const literate::Chapter& chapter : book.chapters) {
    const auto old = before.find(chapter.id);
    const bool edited = old == before.end() || old->second != now.at(chapter.id);
    if (edited || std::any_of(chapter.needs.begin(), chapter.needs.end(), is_found)) found.push_back(chapter.id);
  }
  return found;
}

/// From the chapters as they are to the pages in build/book/html.
class Pages {
 public:
  explicit Pages(const Workspace& workspace) : workspace_(workspace) {}

  fs::path html() const { return workspace_.build() / "book/html"; }

  /// Makes the pages anew and returns the chapters whose tests may come out otherwise now. Throws when a chapter has a mistake; the
  /// pages are then those from before.
  std::vector<std::string> make() {
    const Stopwatch all;
    const Snapshot snapshot = read_snapshot(workspace_);
    const literate::Book& full = snapshot.book;
    const literate::Edition edition = literate::find_edition(workspace_.editions(), "reader");
    const Texts tangled = literate::texts(snapshot.tree), sources = sources_of(workspace_, full);
    const bool code_changed = write_tangled(workspace_, tangled).written > 0 || tangled != tangled_;
    const double tangle_seconds = all.seconds();

    const literate::Book book = literate::apply(edition, full);
    const fs::path work = workspace_.build() / edition.name;
    write_tree(work / "tree", literate::texts(literate::tangle(book)), true);
    Texts woven = woven_files(workspace_, book, edition);
    // Measuring takes far longer than a person waits for a page, so output of changed code is that of the code before until the next
    // `tito publish`; only what was never measured is measured now.
    woven.merge(captured_outputs(workspace_, snapshot, book, Measure::missing));
    write_tree(work / "woven", woven, true);
    const double weave_seconds = all.seconds() - tangle_seconds;

    build(work);
    report(fmt::format("pages in {:.2f} s: tangle {:.2f}, weave {:.2f}, HTML {:.2f}", all.seconds(), tangle_seconds, weave_seconds,
                       all.seconds() - tangle_seconds - weave_seconds));
    const std::vector<std::string> chapters = code_changed ? affected(full, sources_, sources) : std::vector<std::string>{};
    tangled_ = tangled;
    sources_ = sources;
    return chapters;
  }

 private:
  void build(const fs::path& work) const {
    const Result result = run({{workspace_.python().string(), (workspace_.root() / "book/build.py").string(), "--woven",
                                (work / "woven").string(), "--tangled", (work / "tree").string(), "--work", (work / "work").string(),
                                "--html", html().string()},
                               {},
                               {{"PYTHONDONTWRITEBYTECODE", "1"}}});
    if (result.status != 0) throw std::runtime_error(result.output);
  }

  const Workspace& workspace_;
  Texts tangled_, sources_;  // as the pages show them
};

/// The signals that end the watch, and those of children that end, as something that poll can wait for.
class Signals {
 public:
  Signals() {
    take_over_signals();
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&set, number);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    descriptor_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (descriptor_ < 0) throw std::runtime_error("cannot wait for signals");
    std::signal(SIGPIPE, SIG_IGN);  // a server that is gone is reported by the write to it
  }
  ~Signals() { close(descriptor_); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  int descriptor() const { return descriptor_; }

  /// Takes what has arrived; whether one of them asks to end.
  bool asked_to_end() const {
    signalfd_siginfo info{};
    bool end = false;
    while (read(descriptor_, &info, sizeof info) == sizeof info) end |= info.ssi_signo != SIGCHLD;
    return end;
  }

 private:
  int descriptor_ = -1;
};

/// Tests that run while the author goes on writing, one chapter after the other. A newer change takes their place.
class BackgroundTests {
 public:
  void replace(const std::vector<std::string>& chapters) {
    running_.reset();
    waiting_.assign(chapters.begin(), chapters.end());
    go_on();
  }
  void stop() { replace({}); }

  /// Begins the next one when none is running.
  void go_on() {
    if (running_ && running_->finished()) running_.reset();
    if (running_ || waiting_.empty()) return;
    report("tests of " + waiting_.front());
    running_ = std::make_unique<Process>(Command{{"/proc/self/exe", "test", waiting_.front()}});
    waiting_.pop_front();
  }

 private:
  std::unique_ptr<Process> running_;
  std::deque<std::string> waiting_;
};

class Watch {
 public:
  Watch(const Workspace& workspace, int port)
      : workspace_(workspace),
        pages_(workspace),
        changes_({workspace.root() / "chapters", workspace.root() / "book"}),
        server_({{workspace.python().string(), (workspace.root() / "book/serve.py").string(), "--port", std::to_string(port),
                  pages_.html().string()}}) {}

  void run() {
    refresh();
    while (!server_.finished()) {
      std::array<pollfd, 2> ready{{{signals_.descriptor(), POLLIN, 0}, {changes_.descriptor(), POLLIN, 0}}};
      poll(ready.data(), ready.size(), -1);
      if (ready[0].revents != 0 && signals_.asked_to_end()) return report("stopped");
      if (ready[1].revents != 0) take(changes_.collect());
      tests_.go_on();
    }
    throw std::runtime_error("the server has ended (see above)");
  }

 private:
  void take(const std::set<fs::path>& files) {
    if (files.empty()) return;
    for (const fs::path& file : files) report(file.lexically_relative(workspace_.root()).string());
    tests_.stop();  // they would be compiled from a tree that is about to change
    refresh();
  }

  void refresh() {
    std::vector<std::string> chapters;
    try {
      chapters = pages_.make();
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}\n", error.what());
      return report("the pages are still those from before");
    }
    server_.say("reload\n");
    const std::vector<std::string> tested = chapters_of(workspace_.framework());
    std::erase_if(chapters, [&](const std::string& id) { return std::find(tested.begin(), tested.end(), id) == tested.end(); });
    tests_.replace(chapters);
  }

  const Workspace& workspace_;
  Signals signals_;  // first of all: threads and programs started later inherit what it blocks
  Pages pages_;
  Changes changes_;
  Process server_;
  BackgroundTests tests_;
};

/// Throws when another program listens there already: known before the book is made, not after.
void refuse_used_port(int port) {
  const int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);  // as the server does
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int error = bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
  close(listener);
  if (error != 0)
    throw std::runtime_error(fmt::format("port {} of this machine cannot be listened on: {}; choose another with --port, 0 takes a free one",
                                         port, std::strerror(error)));
}

}  // namespace

void prepare_live_book(const Workspace& workspace, int port) {
  workspace.need_chapters("watch");
  refuse_used_port(port);
}

void show_live_book(const Workspace& workspace, int port) { Watch(workspace, port).run(); }

}  // namespace tito

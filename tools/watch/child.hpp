// A program that runs beside this one.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace tito {

/// In a process group of its own, so that Ctrl-C in the terminal does not reach it and all that it started can be ended at once.
/// It writes to our terminal; what we `say` is its standard input, which ends with us.
class Child {
 public:
  explicit Child(const std::vector<std::string>& words);
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void say(const std::string& line) const;

  /// Whether it has ended by itself.
  bool finished();

 private:
  void end();

  pid_t process_ = -1;
  int input_ = -1;
};

}  // namespace tito
